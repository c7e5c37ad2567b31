import type { Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Refusal } from '../../../server/gateway/refusals';
import { ClientLeft, WaitingClient } from '../../../server/gateway/waiting-client';
import { until } from '../../support/waiting';
import { destroyPairs, FarEnd, pair } from './support/loopback';

afterEach(destroyPairs);

const nothing = Buffer.alloc(0);

/** As Node hands an upgraded socket over, and the client at its other end. */
async function waiting(head = nothing): Promise<{ client: WaitingClient; far: Socket }> {
  const [near, far] = await pair();
  return { client: new WaitingClient(near, head), far };
}

it.each([
  ['its side', (far: Socket) => far.end()],
  ['its side, right behind a frame', (far: Socket) => far.end('a frame')],
  ['the connection', (far: Socket) => far.destroy()],
  ['the connection with a reset', (far: Socket) => far.resetAndDestroy()],
])('notices a client that closes %s while it waits', async (_what, leave) => {
  const { client, far } = await waiting();
  leave(far);
  await until('the client to be missed', () => client.signal.aborted);
  expect(client.signal.reason).toBeInstanceOf(ClientLeft);
  expect(() => client.release()).toThrow(ClientLeft);
});

it('keeps what came with the request and what came before the 101, in order, for the next owner of the socket', async () => {
  const { client, far } = await waiting(Buffer.from('with the request, '));
  far.write('before the 101, ');
  await until('the early bytes', () => client.socket.bytesRead > 0);
  const { client: socket, head } = client.release();
  expect(socket.isPaused()).toBe(true);
  far.write('and after');
  if (head.length > 0) socket.unshift(head);
  const read = new FarEnd(socket);
  socket.resume();
  expect((await read.has(43)).toString()).toBe('with the request, before the 101, and after');
});

it('reads little of a stranger, and refuses somebody who is signed in and sends more than 256 KiB before the 101', async () => {
  const { client, far } = await waiting();
  far.write(Buffer.alloc(256 * 1024));
  await until('the pause', () => client.socket.isPaused());
  expect(client.socket.bytesRead).toBeLessThan(256 * 1024);
  client.recognise();
  await until('256 KiB', () => client.socket.bytesRead === 256 * 1024);
  expect(client.signal.aborted).toBe(false);
  far.write('x');
  await until('the refusal', () => client.signal.aborted);
  expect(client.signal.reason).toBeInstanceOf(Refusal);
  expect(client.signal.reason).toMatchObject({ code: 'bad_request' });
});
