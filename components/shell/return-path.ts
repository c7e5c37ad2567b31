/**
 * Where to go after signing in: `wanted` if it is a path of this portal, otherwise the hosts.
 * Browsers read `//host` and `/\host` as other sites, and drop tabs and line breaks inside an address, which can make one of the other.
 * @param wanted what the address bar says, so anybody's wish
 * @param origin of the page
 */
export function returnPath(wanted: string | null | undefined, origin: string): string {
  if (!wanted || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return '/';
  let url: URL;
  try {
    url = new URL(wanted, origin);
  } catch {
    return '/';
  }
  if (url.origin !== origin) return '/';
  const path = `${url.pathname}${url.search}${url.hash}`;
  // Dot segments are resolved by now: "/.//host" has become "//host".
  if (path.startsWith('//')) return '/';
  return isSignInPage(url.pathname) ? '/' : path;
}

/** Coming back to these would only ask again. */
function isSignInPage(pathname: string): boolean {
  return pathname === '/sign-in' || pathname === '/setup';
}
