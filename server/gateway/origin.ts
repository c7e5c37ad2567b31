import { isBearer } from '../contract/bearer';
import { ownOrigin } from '../http/client-info';
import { Refusal } from './refusals';
import type { UpgradeRequest } from './upgrade';

/**
 * A browser sends cookies to the portal for every page that asks it to, so a cookie counts only with an Origin of the portal's own
 * (RFC 6455 section 10.2). A token is sent by nobody but who has it: it needs no Origin, but a foreign one is refused all the same.
 * @throws Refusal 403
 */
export function ensureOrigin(upgrade: UpgradeRequest): void {
  const { origins, cookie, authorization, client } = upgrade;
  if (origins.length === 0 && (isBearer(authorization) || cookie === undefined)) return;
  if (origins.length !== 1 || !isOwn(origins[0]!, ownOrigin(client))) throw new Refusal('foreign_origin');
}

/** Compared as browsers write it: no default port, no path. */
export function isOwn(origin: string, own: string): boolean {
  return own !== '' && origin.toLowerCase() === own;
}
