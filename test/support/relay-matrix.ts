/** Rows of servers, each of which is registered with a portal and shows its picture to a viewer that knows no security type but None. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostCreateInput } from '../../server/contract/host';
import { account, type Certificates, certificates, password } from './login-matrix';
import { type Administrator, type Portal, startPortal } from './portal';
import { see, securityOf } from './relay';

export type Registered = Pick<HostCreateInput, 'tls' | 'credentials'> & { target: string };
/** What to register besides the target; a function, since certificates are made before the tests. */
export type How = () => Omit<Registered, 'target'>;
/** The security type is as the portal's log names it. */
export type Row = [title: string, security: string, start: () => Promise<Registered>];

export const asIs: How = () => ({});
export const byPassword: How = () => ({ credentials: { password } });
export const byAccount: How = () => ({ credentials: account });
export const anonymously: How = () => ({ tls: { allowAnonymous: true } });
export const both =
  (one: How, other: How): How =>
  () => ({ ...one(), ...other() });

export interface RelayMatrix {
  made: Certificates;
  trusting: How;
  /** Stops it after its row. */
  keep<T extends { stop(): Promise<unknown> }>(server: T): T;
  shows(title: string, rows: Row[]): void;
}

export function relayMatrix(): RelayMatrix {
  const made = certificates();
  const running: { stop(): Promise<unknown> }[] = [];
  let portal: Portal;
  let admin: Administrator;
  let hosts = 0;
  beforeAll(async () => {
    portal = await startPortal();
    admin = await portal.admin();
  });
  afterAll(async () => portal.stop());

  async function expectPicture(security: string, start: () => Promise<Registered>): Promise<void> {
    hosts += 1;
    const id = `host-${hosts}`;
    try {
      const { target, ...more } = await start();
      await admin.api.addHost(id, target, more);
      const { width, height } = await see(admin.api, id);
      expect([width >= 320, height >= 200]).toEqual([true, true]);
      expect(securityOf(portal, id)).toBe(security);
    } finally {
      for (const server of running.splice(0).reverse()) await server.stop();
    }
  }

  return {
    made,
    trusting: () => ({ tls: { ca: made.authority.ca } }),
    keep(server) {
      running.push(server);
      return server;
    },
    shows(title, rows) {
      describe(title, () => {
        test.each(rows)('%s, by %s', async (_title, security, start) => expectPicture(security, start));
      });
    },
  };
}
