/**
 * Calls `run` once, `ms` from now, or when the page is next looked at if it is hidden by then.
 * @returns what cancels it
 */
export function whenSeen(ms: number, run: () => void): () => void {
  const onVisible = () => {
    if (document.visibilityState !== 'visible') return;
    document.removeEventListener('visibilitychange', onVisible);
    run();
  };
  const timer = setTimeout(() => {
    if (document.visibilityState === 'visible') run();
    else document.addEventListener('visibilitychange', onVisible);
  }, ms);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisible);
  };
}
