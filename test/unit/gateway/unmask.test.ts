import { describe, expect, it } from 'vitest';
import { unmask } from '../../../server/gateway/websocket/unmask';

const mask = new Uint8Array([0x12, 0xff, 0x00, 0x7e]);
const pattern = (length: number) => Buffer.from(Array.from({ length }, (_, index) => (index * 7) & 255));

describe.each([0, 1, 2, 3])('beginning at byte %i of the mask', (maskAt) => {
  it.each([0, 1, 2, 3, 5])('%i bytes into the memory, every length comes out right and nothing beside it is touched', (offset) => {
    for (const length of [0, 1, 3, 4, 125, 1023, 1024, 1025, 1026, 1027, 1028, 3001]) {
      const memory = pattern(offset + length + 5);
      const expected = pattern(offset + length + 5);
      for (let index = 0; index < length; index++) expected[offset + index]! ^= mask[(maskAt + index) & 3]!;
      expect(unmask(memory.subarray(offset, offset + length), mask, maskAt)).toBe((maskAt + length) & 3);
      expect(memory.equals(expected)).toBe(true);
    }
  });
});
