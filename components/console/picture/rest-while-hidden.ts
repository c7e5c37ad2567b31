import type { RestRfb } from './with-rest';

/** Who only looks something up in another tab finds the picture as it is. */
export const HIDDEN_MS = 30_000;

/** Of twenty consoles in twenty tabs one is looked at: the others stop asking for pictures after a while. @returns what ends it */
export function restWhileHidden(rfb: RestRfb): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') timer = setTimeout(() => rfb.rest(), HIDDEN_MS);
    else rfb.wake();
  };
  changed();
  document.addEventListener('visibilitychange', changed);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', changed);
    rfb.wake();
  };
}
