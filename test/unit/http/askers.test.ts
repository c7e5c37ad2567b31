import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { beforeEach, expect, it } from 'vitest';
import type { Credentials } from '@/server/auth/authenticator';
import { identitySchema } from '@/server/auth/identity';
import { Askers } from '@/server/http/askers';

const anna = identitySchema.parse({
  user: { id: 'anna', name: 'anna', displayName: '', role: 'user', locale: null },
  via: { kind: 'token', id: 'token-1', expiresAt: null },
});

let now: number;
let asked: Credentials[];
let answer: () => Promise<typeof anna | null>;
let askers: Askers;

beforeEach(() => {
  [now, asked] = [0, []];
  answer = () => Promise.resolve(asked.at(-1)?.authorization === 'Bearer good' ? anna : null);
  const identify = (credentials: Credentials) => {
    asked.push(credentials);
    return answer();
  };
  askers = new Askers({ identify, basePath: '', now: () => now });
});

const of = (headers: IncomingHttpHeaders, address = '192.0.2.1') =>
  askers.of({ headers } as unknown as IncomingMessage, { address, secure: false, host: 'h' });

it('whoever shows nothing is a stranger of their network, and nobody is asked', async () => {
  expect(await of({ cookie: 'a=b; vnc-portal=no-session' })).toEqual({ key: '192.0.2.1', known: false });
  expect(await of({}, '2001:db8:1:2:3::9')).toEqual({ key: '2001:db8:1:2', known: false });
  expect(asked).toEqual([]);
});

it('whoever shows a token or a session that is good is known by it, and for a while is not asked about again', async () => {
  for (let round = 0; round < 3; round++) expect(await of({ authorization: 'Bearer good' })).toEqual({ key: 'token token-1', known: true });
  expect(asked).toHaveLength(1);
  now += 5 * 60_000;
  await of({ authorization: 'Bearer good' });
  expect(asked).toHaveLength(2);
});

it('credentials that somebody made up make a stranger', async () => {
  for (const headers of [{ authorization: 'Bearer made-up' }, { cookie: 'vnc-portal=a.b.c.d.e' }])
    expect(await of(headers)).toEqual({ key: '192.0.2.1', known: false });
  answer = () => Promise.reject(new Error('no database'));
  expect(await of({ authorization: 'Bearer good' })).toMatchObject({ known: false });
});

it('a flood of credentials asks about few at a time', async () => {
  const release: (() => void)[] = [];
  answer = () => new Promise((resolve) => release.push(() => resolve(null)));
  const all = Array.from({ length: 50 }, (_, index) => of({ authorization: `Bearer made-up-${index}` }));
  expect(asked).toHaveLength(8);
  for (const one of release) one();
  expect(new Set((await Promise.all(all)).map(({ known }) => known))).toEqual(new Set([false]));
});
