import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PortStream } from '@/server/http/pages-thread/port-stream';

let here: PortStream;
let there: PortStream;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  [here, there] = [new PortStream(port1), new PortStream(port2)];
  for (const end of [here, there]) end.on('error', () => undefined);
});
afterEach(() => {
  here.destroy();
  there.destroy();
});

async function digest(end: PortStream): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of end) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

it('carries bytes in pieces of all lengths, both ways at once, unchanged and to their end', async () => {
  const say = (end: PortStream): string => {
    const hash = createHash('sha256');
    for (const length of [0, 1, 7, 4096, 16_384, 16_385, 65_536, 300_000, 1]) {
      const bytes = randomBytes(length);
      hash.update(bytes);
      end.write(bytes);
    }
    end.end();
    return hash.digest('hex');
  };
  const heard = Promise.all([digest(there), digest(here)]);
  expect([say(here), say(there)]).toEqual(await heard);
});

it('leaves the bytes with whoever wrote them, and takes none that lie beside them', async () => {
  const memory = Buffer.alloc(100, 'x');
  here.write(memory.subarray(10, 20));
  const [heard] = (await once(there, 'data')) as [Buffer];
  expect([heard.toString(), heard.buffer.byteLength, memory.length]).toEqual(['x'.repeat(10), 10, 100]);
});

it('holds the writer back until somebody reads', async () => {
  let written = 0;
  for (let piece = 0; piece < 10; piece++) here.write(Buffer.alloc(100_000), () => (written += 1));
  await delay(50);
  expect(written).toBeLessThan(2);
  expect(there.readableLength).toBeLessThanOrEqual(100_000);
  there.resume();
  while (written < 10) await turn();
});

it('a reader that takes little by little lets the writer go on, to the last byte', async () => {
  const pieces = Array.from({ length: 300 }, () => randomBytes(1000));
  const hash = createHash('sha256');
  for (const piece of pieces) here.write(piece);
  here.end();
  for await (const chunk of there) {
    hash.update(chunk as Buffer);
    await turn();
  }
  expect(hash.digest('hex')).toBe(createHash('sha256').update(Buffer.concat(pieces)).digest('hex'));
});

it('tells the other end when one is gone, and a writer that waits that nobody will read', async () => {
  here.write(Buffer.alloc(100_000));
  const waiting = new Promise((resolve) => here.write(Buffer.alloc(100_000), resolve));
  await delay(20);
  const gone = once(here, 'close');
  there.destroy();
  expect(await waiting).toBeInstanceOf(Error);
  await gone;
});

it('what was said to its end can be read when whoever said it is gone', async () => {
  const bytes = randomBytes(50_000);
  const said = once(here, 'finish');
  here.end(bytes);
  await said;
  here.destroy();
  await delay(20);
  expect(await digest(there)).toBe(createHash('sha256').update(bytes).digest('hex'));
});

it('what was not said to its end breaks off', async () => {
  here.write(randomBytes(50_000));
  await delay(20);
  here.destroy();
  await expect(digest(there)).rejects.toThrow('Premature close');
});
