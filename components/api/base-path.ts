/** '' or '/sub': what stands before every path of the portal. The root layout writes it on <html>. */
export function basePath(): string {
  return document.documentElement.dataset['basePath'] ?? '';
}

/** The path, query and fragment shown now, below the portal's own address. */
export function currentPath(): string {
  const { pathname, search, hash } = window.location;
  const base = basePath();
  const below = base !== '' && (pathname === base || pathname.startsWith(`${base}/`)) ? pathname.slice(base.length) : pathname;
  return `${below || '/'}${search}${hash}`;
}

/** The address of the sign-in page that comes back to what is shown now. */
export function signInAddress(): string {
  return `${basePath()}/sign-in?return=${encodeURIComponent(currentPath())}`;
}
