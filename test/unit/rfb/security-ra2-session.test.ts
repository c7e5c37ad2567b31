import { once } from 'node:events';
import { type Duplex, duplexPair } from 'node:stream';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { AesEax } from '@/server/rfb/crypto/aes-eax';
import { MessageOpener, MessageSealer } from '@/server/rfb/security/ra2-messages';
import { Ra2Session } from '@/server/rfb/security/ra2-session';
import { u16 } from './support/scripted-peer';

const [ourKey, theirKey] = [randomBytes(16), randomBytes(32)];

/** Our session, the raw stream at its other end, and what the peer there seals and opens with. */
function session(received: Buffer = Buffer.alloc(0)) {
  const [ours, theirs] = duplexPair();
  const plain = new Ra2Session(ours, { sealer: new MessageSealer(ourKey), opener: new MessageOpener(theirKey) }, received);
  return { plain, below: ours, theirs, sealer: new MessageSealer(theirKey), opener: new MessageOpener(ourKey) };
}

/** What the peer reads of complete messages. */
function opened(bytes: Buffer, opener: MessageOpener) {
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes.readUInt16BE(at) + 16;
    messages.push(opener.open(bytes.subarray(at, at + 2), bytes.subarray(at + 2, end)));
    at = end;
  }
  return messages;
}

async function read(from: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function ended(plain: Ra2Session): Promise<unknown> {
  plain.resume();
  return await new Promise((resolve) => plain.once('error', resolve).once('close', () => resolve('closed')));
}

describe('a session inside RSA-AES', () => {
  it('reads the same bytes however the messages arrive', async () => {
    const sent = [Buffer.from('ServerInit'), randomBytes(40), Buffer.of(7)];
    const total = Buffer.concat(sent.map((part) => new MessageSealer(theirKey).seal(part))).length;
    for (let cut = 0; cut <= total; cut++) {
      for (const already of [0, cut]) {
        const sealer = new MessageSealer(theirKey);
        const bytes = Buffer.concat(sent.map((part) => sealer.seal(part)));
        const { plain, theirs } = session(bytes.subarray(0, already));
        if (already < cut) theirs.write(bytes.subarray(already, cut));
        await turn();
        theirs.end(bytes.subarray(cut));
        expect(await read(plain)).toEqual(Buffer.concat(sent));
      }
    }
    const { plain, theirs, sealer } = session();
    for (const byte of Buffer.concat(sent.map((part) => sealer.seal(part)))) theirs.write(Buffer.of(byte));
    theirs.end();
    expect(await read(plain)).toEqual(Buffer.concat(sent));
  });

  it('puts what is written into messages of 8 KiB at most, in order', async () => {
    const { plain, theirs, opener } = session();
    const written = randomBytes(20_000);
    plain.end(written);
    const messages = opened(await read(theirs), opener);
    expect(messages.map((message) => message.length)).toEqual([8192, 8192, 3616]);
    expect(Buffer.concat(messages)).toEqual(written);
  });

  it('puts the small messages that wait together into one', async () => {
    const { plain, theirs, opener } = session();
    plain.cork();
    for (let i = 0; i < 10; i++) plain.write(Buffer.of(4, i));
    plain.uncork();
    plain.end();
    expect(opened(await read(theirs), opener)).toHaveLength(1);
  });

  it('seals each message under its index, little-endian, past the carry of one byte and of two', () => {
    const [sealer, eax] = [new MessageSealer(ourKey), new AesEax(ourKey)];
    for (let index = 0; index <= 65_537; index++) {
      const message = sealer.seal(Buffer.of(7));
      if (![0, 1, 255, 256, 257, 65_535, 65_536, 65_537].includes(index)) continue;
      const nonce = Buffer.alloc(16);
      nonce.writeUInt32LE(index);
      expect(eax.open(nonce, message.subarray(0, 2), message.subarray(2))).toEqual(Buffer.of(7));
    }
  });

  it('stops the peer when its reader stops, and goes on when the reader does', async () => {
    const { plain, below, theirs, sealer } = session();
    const block = randomBytes(8192);
    let accepted = 0;
    const feed = async () => {
      for (let i = 0; i < 400; i++) {
        if (!theirs.write(sealer.seal(block))) await once(theirs, 'drain');
        accepted += block.length;
      }
      theirs.end();
    };
    const fed = feed();
    await wait(50);
    expect(below.isPaused()).toBe(true);
    expect(accepted).toBeLessThan(600 * 1024);
    expect(plain.readableLength).toBeLessThan(400 * 1024);
    expect((await read(plain)).length).toBe(400 * 8192);
    await fed;
  });

  it('makes its writer wait when the peer does not read', async () => {
    const { plain, theirs, opener } = session();
    const block = randomBytes(16_384);
    let taken = 0;
    const pour = async () => {
      for (let i = 0; i < 200; i++) {
        if (!plain.write(block)) await once(plain, 'drain');
        taken += block.length;
      }
      plain.end();
    };
    const poured = pour();
    await wait(50);
    expect(taken).toBeLessThan(600 * 1024);
    expect(Buffer.concat(opened(await read(theirs), opener)).length).toBe(200 * 16_384);
    await poured;
  });

  it('ends when the peer ends, after everything that came before, also for a reader who is late', async () => {
    const { plain, below, theirs, sealer } = session();
    theirs.end(Buffer.concat([sealer.seal(Buffer.from('last words'))]));
    await wait(20);
    below.destroy();
    await wait(20);
    expect((await read(plain)).toString()).toBe('last words');
  });

  it('takes the stream below with it, and goes with it', async () => {
    const one = session();
    one.plain.destroy();
    await vi.waitFor(() => expect(one.below.destroyed).toBe(true));
    const other = session();
    other.below.destroy();
    expect(await ended(other.plain)).toBe('closed');
    const failing = session();
    failing.below.destroy(new Error('ECONNRESET'));
    expect(await ended(failing.plain)).toMatchObject({ message: 'ECONNRESET' });
  });

  it('fails a write that waits when the connection breaks', async () => {
    const { plain, below } = session();
    plain.on('error', () => undefined);
    const failed = new Promise((resolve) => plain.write(randomBytes(1024 * 1024), resolve));
    await turn();
    below.destroy();
    expect(await failed).toBeInstanceOf(Error);
  });

  it.each<[string, (sealer: MessageSealer) => Buffer, string]>([
    ['a message that was changed', (sealer) => sealer.seal(Buffer.from('abc')).fill(0, 3, 4), 'malformed'],
    [
      'a message that was repeated',
      (sealer) => Buffer.concat([sealer.seal(Buffer.from('abc')), new MessageSealer(theirKey).seal(Buffer.from('abc'))]),
      'malformed',
    ],
    ['a message that was left out', (sealer) => (sealer.seal(Buffer.from('abc')), sealer.seal(Buffer.from('def'))), 'malformed'],
    ['plain bytes', () => Buffer.concat([u16(0), Buffer.alloc(1000)]), 'malformed'],
    ['an end inside a message', (sealer) => sealer.seal(Buffer.from('abc')).subarray(0, -1), 'closed'],
    ['an end inside a length', () => Buffer.of(0), 'closed'],
  ])('fails for %s', async (_what, bytes, code) => {
    for (const already of [true, false]) {
      const sealer = new MessageSealer(theirKey);
      const { plain, theirs, below } = session(already ? bytes(sealer) : undefined);
      theirs.end(already ? undefined : bytes(sealer));
      expect(await ended(plain)).toMatchObject({ name: 'RfbError', code });
      expect(below.destroyed).toBe(true);
    }
  });
});
