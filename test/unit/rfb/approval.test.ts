import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ByteStream } from '@/server/rfb/byte-stream';
import { login } from '@/server/rfb/client-handshake';
import { destroyPairs, FarEnd, pair } from '../gateway/support/loopback';

const LIMIT_MS = 60_000;
const NOTICE_MS = 3_000;
const reason = (said: string) => Buffer.concat([Buffer.of(0, 0, 0, 1, 0, 0, 0, said.length), Buffer.from(said)]);
const OK = Buffer.alloc(4);
const SERVER_INIT = Buffer.concat([
  Buffer.of(0, 8, 0, 8, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0, 0, 0, 0, 4),
  Buffer.from('desk'),
]);

beforeEach(() => {
  // Sockets keep their own time.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  destroyPairs();
});

/** The portal signs in, from the security types on. */
async function signingIn() {
  const [near, far] = await pair();
  const told: boolean[] = [];
  const outcome = login(new ByteStream(near, { timeoutMs: 10_000 }), {
    version: '3.8',
    credentials: { password: 'S3cretpw' },
    tls: { servername: '' },
    shared: true,
    approval: { limitMs: LIMIT_MS, noticeMs: NOTICE_MS, onWaiting: (waiting) => told.push(waiting) },
  }).then(
    ({ serverInit }) => serverInit.name,
    (error: unknown) => (error as { code: string }).code,
  );
  return { far, heard: new FarEnd(far), told, outcome };
}

/** The server has the answer to its challenge, and has not judged it yet. */
async function proven(far: Socket, heard: FarEnd): Promise<void> {
  far.write(Buffer.of(1, 2));
  await heard.has(1);
  far.write(Buffer.alloc(16, 7));
  await heard.has(17);
}

it('gives somebody at the server a minute before the security types, and tells of it after three seconds', async () => {
  const { far, heard, told, outcome } = await signingIn();
  await vi.advanceTimersByTimeAsync(NOTICE_MS - 1);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(LIMIT_MS - NOTICE_MS);
  expect(told).toEqual([true]);
  await proven(far, heard);
  expect(told).toEqual([true, false]);
  far.write(Buffer.concat([OK, SERVER_INIT]));
  expect(await outcome).toBe('desk');
});

it('gives somebody a minute after the password too, as TigerVNC asks', async () => {
  const { far, heard, told, outcome } = await signingIn();
  await proven(far, heard);
  await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
  expect(told).toEqual([true]);
  far.write(Buffer.concat([OK, SERVER_INIT]));
  expect(await outcome).toBe('desk');
});

it('says that nobody agreed when the minute is over, and when the server hangs up after a silence', async () => {
  const silent = await signingIn();
  await vi.advanceTimersByTimeAsync(LIMIT_MS);
  expect(await silent.outcome).toBe('not_approved');
  const closing = await signingIn();
  await proven(closing.far, closing.heard);
  await vi.advanceTimersByTimeAsync(NOTICE_MS);
  closing.far.end();
  expect(await closing.outcome).toBe('not_approved');
});

it.each([
  'Connection rejected by local user',
  'Your connection has been rejected.',
  'Unable to query the local user to accept the connection.',
])('takes %j for no word about the password', async (said) => {
  const { far, heard, outcome } = await signingIn();
  await proven(far, heard);
  far.write(reason(said));
  expect(await outcome).toBe('not_approved');
});

it('takes a wrong password for one, also after a long silence', async () => {
  const { far, heard, outcome } = await signingIn();
  await proven(far, heard);
  await vi.advanceTimersByTimeAsync(5_000);
  far.write(reason('Authentication failure'));
  expect(await outcome).toBe('login_failed');
});
