/**
 * Whether an Authorization header carries an API token (RFC 6750). Any other scheme is not the portal's: it may be that of a proxy in front,
 * which a browser sends by itself, so it excuses nobody from showing an Origin.
 */
export function isBearer(authorization: string | null | undefined): boolean {
  return /^\s*bearer(?:\s|$)/i.test(authorization ?? '');
}
