/** In place of the whole document, when even what stands around every page failed. */
export default {
  title: 'The portal failed to show this page',
  body: 'It may be starting or stopping, or cannot reach its database. Try again shortly; if it persists, tell an administrator.',
  retry: 'Try again',
} as const;
