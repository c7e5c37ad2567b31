/**
 * Lets go of every key that noVNC believes to be down. It does so by itself when the window loses the keyboard, but not when the focus
 * moves to the toolbar or when it turns view-only: the key's release would go elsewhere and the machine would see it held for ever.
 */
export function releaseKeys(): void {
  window.dispatchEvent(new Event('blur'));
}

/** Not every browser tells a page that it lost the keyboard when another tab, or another app of a phone, comes before it. @returns what ends it */
export function releaseWhenHidden(): () => void {
  const onChange = () => {
    if (document.visibilityState === 'hidden') releaseKeys();
  };
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}
