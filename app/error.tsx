'use client';

import { Broken } from '@/components/shell/broken';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main style={{ maxWidth: 720, margin: '0 auto', padding: '10vh 16px' }}>
      <Broken digest={error.digest} retry={reset} />
    </main>
  );
}
