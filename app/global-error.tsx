'use client';

/** Stands in for the whole document when even the layout failed, so it relies on nothing that the layout provides. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body
        style={{ font: '16px/1.5 system-ui, sans-serif', maxWidth: 560, margin: '15vh auto', padding: '0 16px', colorScheme: 'light dark' }}
      >
        <title>vnc-portal</title>
        <h1 style={{ fontSize: 22 }}>The portal failed to show this page</h1>
        <p>It may be starting or stopping, or cannot reach its database. Try again shortly; if it persists, tell an administrator.</p>
        <button onClick={reset}>Try again</button>
      </body>
    </html>
  );
}
