/** Tells when the window comes to a screen with other pixels, or the page is zoomed. @returns what ends it */
export function watchPixelRatio(onChange: () => void): () => void {
  let query: MediaQueryList;
  const changed = () => {
    watch();
    onChange();
  };
  // A query is about one ratio: it says that this one is gone, not what came.
  const watch = () => {
    query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed, { once: true });
  };
  watch();
  return () => query.removeEventListener('change', changed);
}
