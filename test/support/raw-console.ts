/** A console opened by hand: the portal's bytes as they come. */

import type { PortalAddress } from './portal-address';
import { RawConnection, upgradeRequest } from './raw-connection';
import type { Fields, Head } from './raw-connection';

/**
 * @param first bytes that leave in the same packet as the request
 * @throws when the answer is not 101
 */
export async function openRawConsole(
  portal: PortalAddress,
  path: string,
  fields: Fields,
  first: Buffer = Buffer.alloc(0),
): Promise<RawConnection> {
  const raw = await RawConnection.open(portal.url, { ca: portal.ca });
  await raw.write(Buffer.concat([Buffer.from(upgradeRequest(path, portal.host, fields), 'latin1'), first]));
  const answer = await raw.head();
  if (answer.status !== 101) throw new Error(`refused: ${answer.text}${raw.pending.toString()}`);
  return raw;
}

export interface RawAnswer {
  head: Head;
  body: string;
  /** Everything as it came. */
  text: string;
}

/** Sends bytes and reads what comes until the portal closes. @throws when it keeps the connection open */
export async function ask(portal: PortalAddress, bytes: Buffer | string, timeout?: number): Promise<RawAnswer> {
  const raw = await RawConnection.open(portal.url, { ca: portal.ca });
  try {
    raw.write(bytes).catch(() => undefined);
    const head = await raw.head(timeout);
    const body = (await raw.rest(timeout)).toString();
    return { head, body, text: head.text + body };
  } finally {
    raw.close();
  }
}
