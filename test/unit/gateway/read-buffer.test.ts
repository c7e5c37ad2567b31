import { describe, expect, it } from 'vitest';
import { HEADROOM, ReadBuffer } from '../../../server/gateway/read-buffer';

const KIB = 1024;
const LARGE = 256 * KIB;

function reading(free: () => boolean = () => true) {
  const memory = new ReadBuffer();
  const pieces: { buffer: Buffer; from: number; to: number }[] = [];
  memory.consumer = {
    consume: (buffer, from, to) => pieces.push({ buffer, from, to }) > 0,
    get released() {
      return free();
    },
  };
  /** As Node does: reads into what it was given last, tells, and asks for the next. */
  let next = memory.onread.buffer();
  const read = (length = next.length): boolean => {
    const goOn = memory.onread.callback(length);
    next = memory.onread.buffer();
    return goOn;
  };
  return { memory, pieces, read };
}

describe('the memory of a read', () => {
  it('has room for a header before it', () => {
    const { read, pieces } = reading();
    read(5);
    expect(pieces).toMatchObject([{ from: HEADROOM, to: HEADROOM + 5 }]);
  });

  it('is large as long as reads fill it, and little as soon as one does not', () => {
    const { memory, read } = reading();
    expect(memory.size).toBe(KIB);
    read();
    expect(memory.size).toBe(LARGE);
    read();
    expect(memory.size).toBe(LARGE);
    read(LARGE - 1);
    expect(memory.size).toBe(KIB);
  });

  it('of its own fits what comes again and again: more after a few filled reads, less after many small ones', () => {
    const { memory, read } = reading();
    const update = () => {
      read();
      read(100);
    };
    for (let count = 0; count < 4; count++) update();
    expect(memory.size).toBe(4 * KIB);
    for (let count = 0; count < 4; count++) update();
    expect(memory.size).toBe(16 * KIB);
    for (let count = 0; count < 20; count++) update();
    expect(memory.size).toBe(16 * KIB);
    for (let count = 0; count < 400; count++) read(4 * KIB - 1);
    expect(memory.size).toBe(4 * KIB);
    for (let count = 0; count < 400; count++) read(KIB + 1);
    expect(memory.size).toBe(4 * KIB);
    for (let count = 0; count < 400; count++) read(3);
    expect(memory.size).toBe(KIB);
  });

  it('is not read into again, nor lent to another socket, while a write uses it', () => {
    let free = true;
    const { memory, read, pieces } = reading(() => free);
    read();
    free = false;
    expect(read(10)).toBe(false);
    expect(memory.reclaim()).toBe(false);
    const busy = pieces.at(-1)!.buffer;
    const other = reading();
    other.read();
    other.read();
    expect(other.pieces.at(-1)!.buffer).not.toBe(busy);
    free = true;
    expect(memory.reclaim()).toBe(true);
    const third = reading();
    third.read();
    third.read();
    expect(third.pieces.at(-1)!.buffer).toBe(busy);
    for (const { memory: each } of [other, third]) each.close();
  });

  it.each([
    ['the large one that it reads into', (read: (length?: number) => boolean) => read()],
    ['the large one that it just left', (read: (length?: number) => boolean) => read(7)],
  ])('of a socket that closes is never lent again while a write uses it: %s', (_which, last) => {
    let free = true;
    const { memory, read, pieces } = reading(() => free);
    read();
    free = false;
    last(read);
    const busy = pieces.at(-1)!.buffer;
    memory.close();
    const others = Array.from({ length: 256 }, () => reading());
    for (const other of others) {
      other.read();
      other.read();
    }
    expect(others.filter(({ memory: { size } }) => size === LARGE)).toHaveLength(256);
    expect(others.some(({ pieces: got }) => got.some(({ buffer }) => buffer === busy))).toBe(false);
    for (const other of others) other.memory.close();
  });

  it('that was lent is lent again', () => {
    const first = reading();
    first.read();
    first.read();
    const lent = first.pieces.at(-1)!.buffer;
    first.read(1);
    const second = reading();
    second.read();
    second.read();
    expect(second.pieces.at(-1)!.buffer).toBe(lent);
    second.memory.close();
  });

  it('is lent to so many sockets at once, and no longer than they live', () => {
    const all = Array.from({ length: 300 }, () => reading());
    for (const { read } of all) read();
    const large = all.filter(({ memory }) => memory.size === LARGE);
    expect(large).toHaveLength(256);
    for (const { memory } of all) memory.close();
    const next = reading();
    next.read();
    expect(next.memory.size).toBe(LARGE);
    next.memory.close();
  });

  it('is copied from as long as nobody takes it as it is', () => {
    const memory = new ReadBuffer();
    const copies: Buffer[] = [];
    memory.onCopy = (bytes) => copies.push(bytes) < 2;
    memory.onread.buffer().fill('a', 0, 3);
    expect(memory.onread.callback(3)).toBe(true);
    memory.onread.buffer().fill('b', 0, 3);
    expect(memory.onread.callback(3)).toBe(false);
    expect(copies.map(String)).toEqual(['aaa', 'bbb']);
  });
});
