/** Rows of logins to one running server: what is tried, and what comes of it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, type Certificate, createAuthority } from './certificates';
import { type LoginChoices, logInTo, type Where } from './rfb-login';

export const password = 'S3cretpw';
export const account = { username: 'ann', password: 'plain words' };
export const right: LoginChoices = { credentials: { password } };
export const wrong: LoginChoices = { credentials: { password: 'wrong' } };
export const asAnn: LoginChoices = { credentials: account };
export const asNoAnn: LoginChoices = { credentials: { username: 'ann', password: 'wrong' } };

export interface Certificates {
  authority: Authority;
  /** Another one, which signed nothing of the servers'. */
  stranger: Authority;
  /** RSA, since x11vnc knows no other. */
  server: Certificate;
}

/** Made before the tests of a file, and removed after them. */
export function certificates(): Certificates {
  const made = {} as Certificates;
  beforeAll(async () => {
    made.authority = await createAuthority();
    made.stranger = await createAuthority();
    made.server = await made.authority.issue('server', { rsa: true });
  });
  afterAll(() => {
    made.authority.stop();
    made.stranger.stop();
  });
  return made;
}

export function anonymously(choices: LoginChoices = {}): LoginChoices {
  return { ...choices, tls: { allowAnonymous: true, ...choices.tls } };
}

/** The RfbError of a certificate that is refused, with Node's code. */
export function refusedTls(code: string): Expected & { code: string } {
  return { code: 'tls', cause: expect.objectContaining({ code }) as unknown };
}

export interface Running {
  stop(): Promise<unknown>;
}

export interface Expected {
  security?: string;
  version?: string;
  /** Of the RfbError; without it the login succeeds and pixels come. */
  code?: string;
  [detail: string]: unknown;
}

export type Row = [title: string, choices: () => LoginChoices, expected: Expected];

/** Starts a server, tries each row on it in turn, and stops it. */
export function matrix(title: string, start: () => Promise<Running & Where>, rows: Row[]): void {
  describe(title, () => {
    let server: Running & Where;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(async () => server.stop());
    it.each(rows)('%s', async (_title, choices, expected) => {
      const outcome = logInTo(server, choices());
      if (expected.code === undefined) await expect(outcome).resolves.toMatchObject(expected);
      else await expect(outcome).rejects.toMatchObject({ name: 'RfbError', ...expected });
    });
  });
}
