/** What the listener tells pages and route handlers about a request. A client's own headers of these names are dropped. */

import type { IncomingMessage } from 'node:http';
import type { ClientInfo } from './client-info';

export const ADDRESS_HEADER = 'x-vnc-portal-address';
export const SECURE_HEADER = 'x-vnc-portal-secure';
/** Whom a trusted proxy has signed in; see server/auth/proxied-person.ts. */
export const PERSON_HEADER = 'x-vnc-portal-person';

/** Next and next-auth take the address of the portal from the forwarded headers, so they hold the portal's own finding and no more. */
export function setPortalHeaders(request: IncomingMessage, client: ClientInfo): void {
  const { headers } = request;
  for (const name of Object.keys(headers)) if (isOurs(name)) headers[name] = undefined;
  headers[ADDRESS_HEADER] = client.address;
  headers[SECURE_HEADER] = client.secure ? '1' : '0';
  if (client.person !== undefined) headers[PERSON_HEADER] = client.person;
  headers['x-forwarded-for'] = client.address;
  headers['x-forwarded-host'] = client.host;
  headers['x-forwarded-proto'] = client.secure ? 'https' : 'http';
}

/** Next's own internal headers among them. */
function isOurs(name: string): boolean {
  return ['x-vnc-portal-', 'x-forwarded-', 'x-middleware-'].some((prefix) => name.startsWith(prefix)) || name === 'forwarded';
}
