import { type Duplex, duplexPair, PassThrough } from 'node:stream';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ByteStream } from '@/server/rfb/byte-stream';

let ours: Duplex;
let theirs: Duplex;
let stream: ByteStream;
const events = ['data', 'end', 'close', 'error', 'readable'];
const listeners = (duplex: Duplex) => events.map((event) => duplex.listenerCount(event));
let untouched: number[];

beforeEach(() => {
  [ours, theirs] = duplexPair();
  untouched = listeners(ours);
  theirs.on('error', () => undefined);
  stream = new ByteStream(ours, { timeoutMs: 1000 });
});
afterEach(() => {
  stream.destroy();
  theirs.destroy();
});

const bytes = Buffer.from('0102030405060708090a0b0c0d0e0f', 'hex');

async function readAll() {
  return [await stream.readU8(), await stream.readU16(), await stream.readU32(), (await stream.read(8)).toString('hex')];
}

it('reads the same numbers from every split', async () => {
  for (let cut = 0; cut <= bytes.length; cut++) {
    theirs.write(bytes.subarray(0, cut));
    const read = readAll();
    await turn();
    theirs.write(bytes.subarray(cut));
    await expect(read).resolves.toEqual([1, 0x0203, 0x04050607, '08090a0b0c0d0e0f']);
  }
});

it('reads the same numbers byte by byte', async () => {
  const read = readAll();
  for (const byte of bytes) {
    theirs.write(Buffer.of(byte));
    await turn();
  }
  await expect(read).resolves.toEqual([1, 0x0203, 0x04050607, '08090a0b0c0d0e0f']);
});

it('lets what came before the end be read, and then says that it is closed', async () => {
  theirs.end(Buffer.from('last'));
  await turn();
  await turn();
  expect((await stream.read(3)).toString()).toBe('las');
  await expect(stream.read(2)).rejects.toMatchObject({ code: 'closed' });
  expect((await stream.read(1)).toString()).toBe('t');
});

it('keeps the error of the stream below as the cause', async () => {
  const read = stream.read(1);
  ours.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  await expect(read).rejects.toMatchObject({ code: 'closed', cause: { code: 'ECONNRESET' } });
});

it('is closed from the start on a stream that has gone', async () => {
  const gone = new PassThrough();
  gone.destroy();
  await expect(new ByteStream(gone, { timeoutMs: 1000 }).read(1)).rejects.toMatchObject({ code: 'closed' });
});

it('allows all reads together so much time and no more', async () => {
  stream.destroy();
  stream = new ByteStream(new PassThrough(), { timeoutMs: 60 });
  const since = Date.now();
  await expect(stream.read(1)).rejects.toMatchObject({ code: 'timeout' });
  expect(Date.now() - since).toBeLessThan(500);
  await expect(stream.read(1)).rejects.toMatchObject({ code: 'timeout' });
});

it('counts no time while somebody else is waited for', async () => {
  stream.destroy();
  [ours, theirs] = duplexPair();
  stream = new ByteStream(ours, { timeoutMs: 60 });
  await stream.untimed(() => delay(150));
  theirs.write('x');
  expect((await stream.read(1)).toString()).toBe('x');
  await expect(stream.read(1)).rejects.toMatchObject({ code: 'timeout' });
});

it('refuses a second read while one is under way', async () => {
  const first = stream.read(1);
  await expect(stream.read(1)).rejects.toThrow('under way');
  theirs.write('x');
  await first;
});

it('refuses to read more than a handshake can have', async () => {
  await expect(stream.read(1024 * 1024 + 1)).rejects.toMatchObject({ code: 'too_long' });
});

it('makes a peer wait that sends more than is read', async () => {
  const chunk = Buffer.alloc(16 * 1024);
  let written = 0;
  for (; written < 4096 && theirs.write(chunk); written++) await turn();
  expect(written * chunk.length).toBeLessThan(1024 * 1024);
  expect(await stream.read(512)).toHaveLength(512);
});

it('takes a last word as far as it comes', async () => {
  theirs.write('half');
  expect((await stream.readAtMost(10, 30)).toString()).toBe('half');
  theirs.write('more');
  expect((await stream.readAtMost(2, 30)).toString()).toBe('mo');
  theirs.end();
  expect((await stream.readAtMost(10, 5000)).toString()).toBe('re');
});

describe('released', () => {
  it('leaves the bytes that were read too much, and no listener', async () => {
    theirs.write('abcdef');
    await stream.read(2);
    const { duplex, rest } = stream.release();
    expect(duplex).toBe(ours);
    expect(rest.toString()).toBe('cdef');
    expect(listeners(ours)).toEqual(untouched);
    theirs.write('gh');
    await turn();
    expect(ours.isPaused()).toBe(true);
    const next = new Promise((resolve) => ours.once('data', resolve));
    ours.resume();
    expect(String(await next)).toBe('gh');
  });

  it('is refused when the peer has gone already, since nobody would hear of it again', async () => {
    theirs.end();
    await expect(stream.read(1)).rejects.toMatchObject({ code: 'closed' });
    expect(() => stream.release()).toThrow('closed');
  });
});

describe('over another stream', () => {
  it('hands over what was read too much, and goes on inside', async () => {
    theirs.write('abc');
    await stream.read(1);
    const inside = new PassThrough();
    await stream.over((duplex, rest) => {
      expect(duplex).toBe(ours);
      expect(rest.toString()).toBe('bc');
      return Promise.resolve(inside);
    });
    inside.write('xyz');
    expect((await stream.read(3)).toString()).toBe('xyz');
    expect(stream.release().duplex).toBe(inside);
  });

  it('keeps the time limit, and destroys what comes too late', async () => {
    stream.destroy();
    [ours, theirs] = duplexPair();
    stream = new ByteStream(ours, { timeoutMs: 60 });
    const late = new PassThrough();
    await expect(stream.over(() => delay(120, late))).rejects.toMatchObject({ code: 'timeout' });
    await delay(100);
    expect(late.destroyed).toBe(true);
  });

  it('fails as what was to be on top fails', async () => {
    await expect(stream.over(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});

it('survives an error of the stream below after it went on inside another', async () => {
  await stream.over(() => Promise.resolve(new PassThrough()));
  ours.destroy(new Error('reset'));
  await turn();
});
