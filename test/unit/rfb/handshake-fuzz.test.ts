import { duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ByteStream } from '@/server/rfb/byte-stream';
import { login } from '@/server/rfb/client-handshake';
import { RfbError } from '@/server/rfb/rfb-error';
import { welcome } from '@/server/rfb/server-handshake';
import { Random } from '../../support/random';
import { u16, u32 } from './support/scripted-peer';
import { capability, challenge, password, serverInit, text, trueColour, u8 } from './support/transcripts';

const SEED = 6143;
const ROUNDS = 1500;
/** Far more than any round needs; nothing may wait for a peer that has gone. */
const BUDGET_MS = 10_000;

const version = text('RFB 003.008\n');
/** What servers say in a login, one after the other: the client's part of it does not matter to a server that has lost its mind. */
const monologues = [
  [version, u8(1, 1), u32(0), serverInit()],
  [version, u8(1, 2), challenge, u32(0), serverInit()],
  [version, u8(1, 2), challenge, u32(1), u32(5), text('wrong')],
  [
    version,
    u8(1, 16),
    u32(0),
    u32(1),
    capability(2, 'STDVVNCAUTH_'),
    challenge,
    u32(0),
    serverInit(),
    u16(1),
    u16(0),
    u16(0),
    u16(0),
    u32(0),
  ],
  [version, u8(1, 19, 0, 2, 0, 2), u32(2), u32(256), challenge, u32(0), serverInit()],
  [version, u8(1, 19, 0, 2, 0, 1), u32(260), u8(1)],
  [version, u8(1, 30), u16(2), u16(128), Buffer.alloc(256, 0xc5), u32(0), serverInit()],
  [text('RFB 003.003\n'), u32(0), u32(26), text('Too many security failures')],
].map((parts) => Buffer.concat(parts));
const viewer = Buffer.concat([version, u8(1), u8(1)]);

async function outcome(random: Random, bytes: Buffer, meet: (stream: ByteStream) => Promise<unknown>): Promise<unknown> {
  const [ours, theirs] = duplexPair();
  theirs.on('error', () => undefined).resume();
  const stream = new ByteStream(ours, { timeoutMs: BUDGET_MS });
  const met = meet(stream).catch((error: unknown) => error);
  for (let at = 0; at < bytes.length;) {
    const length = 1 + random.below(40);
    theirs.write(bytes.subarray(at, at + length));
    at += length;
    if (random.chance(0.3)) await turn();
  }
  theirs.end();
  const result = await met;
  stream.destroy();
  return result;
}

it(
  'ends every login to a server that talks nonsense with an RfbError or a ServerInit',
  async () => {
    const random = new Random(SEED);
    const options = { credentials: { username: 'ann', password }, tls: { servername: 'host.example' }, shared: true, confidential: true };
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = round % 10 === 0 ? random.bytes(random.below(200)) : random.mutate(random.pick(monologues));
      const result = await outcome(random, bytes, (stream) => login(stream, options));
      if (!(result instanceof RfbError)) expect(result, `round ${round}`).toHaveProperty('serverInit.raw');
    }
  },
  BUDGET_MS * 2,
);

it('ends every welcome of a viewer that talks nonsense with an RfbError or a welcome', async () => {
  const random = new Random(SEED);
  const init = { width: 640, height: 480, pixelFormat: trueColour, name: 'desk', raw: serverInit() };
  for (let round = 0; round < ROUNDS; round++) {
    const result = await outcome(random, random.mutate(viewer), (stream) => welcome(stream, init));
    if (!(result instanceof RfbError)) expect(result, `round ${round}`).toHaveProperty('shared');
  }
});
