import { describe, expect, it } from 'vitest';
import {
  FEW_COLOURS,
  formatFor,
  type PixelFormat,
  PixelReader,
  readPixelFormat,
  setPixelFormat,
} from '@/components/console/picture/pixel-format';

const usual: PixelFormat = {
  ...{ bits: 32, depth: 24, bigEndian: false, trueColour: true },
  ...{ red: { max: 255, shift: 0 }, green: { max: 255, shift: 8 }, blue: { max: 255, shift: 16 } },
};
const sixteen: PixelFormat = {
  ...{ bits: 16, depth: 16, bigEndian: true, trueColour: true },
  ...{ red: { max: 31, shift: 11 }, green: { max: 63, shift: 5 }, blue: { max: 31, shift: 0 } },
};
const mapped: PixelFormat = {
  ...{ bits: 8, depth: 8, bigEndian: false, trueColour: false },
  ...{ red: { max: 0, shift: 0 }, green: { max: 0, shift: 0 }, blue: { max: 0, shift: 0 } },
};

/** Red, green, blue and opacity of some pixels. */
function read(reader: PixelReader, ...bytes: number[]): number[] {
  const rgba = new Uint8Array((4 * bytes.length * 8) / reader.format.bits);
  // At an offset, as in the middle of what has arrived.
  reader.read(Uint8Array.from([9, ...bytes]).subarray(1), rgba);
  return [...rgba];
}

describe('a pixel format', () => {
  it.each([usual, sixteen, mapped, FEW_COLOURS])('is read as it is sent', (format) => {
    expect(readPixelFormat(setPixelFormat(format).subarray(4))).toEqual(format);
  });

  it('is sent as SetPixelFormat of RFC 6143', () => {
    expect(Buffer.from(setPixelFormat(sixteen)).toString('hex')).toBe('00000000' + '10100101' + '001f003f001f' + '0b0500' + '000000');
  });

  it.each([
    ['of 24 bits', { ...usual, bits: 24 }],
    ['whose shift leaves the pixel', { ...usual, blue: { max: 255, shift: 32 } }],
    ['whose value leaves the pixel', { ...FEW_COLOURS, blue: { max: 7, shift: 6 } }],
    ['without a colour', { ...usual, green: { max: 0, shift: 8 } }],
    ['of a map of 65,536 colours', { ...mapped, bits: 16 }],
  ])('%s is of no use', (_what, format) => {
    expect(readPixelFormat(setPixelFormat(format as PixelFormat).subarray(4))).toBeNull();
  });
});

describe('what a server is asked for', () => {
  it('is what noVNC asks for with all colours, or where its own format is of no use', () => {
    expect([formatFor('full', sixteen), formatFor('own', null)]).toEqual([null, null]);
  });

  it('is its own format where that has few colours, else 256 colours', () => {
    expect([formatFor('few', sixteen), formatFor('few', mapped), formatFor('few', usual), formatFor('few', null)]).toEqual([
      sixteen,
      mapped,
      FEW_COLOURS,
      FEW_COLOURS,
    ]);
  });

  it('is its own format, if the person says so', () => {
    expect(formatFor('own', usual)).toBe(usual);
  });
});

describe('pixels', () => {
  it('of 256 colours are read', () => {
    expect(read(new PixelReader(FEW_COLOURS), 0b111, 0b111000, 0b11000000, 255)).toEqual(
      [
        [255, 0, 0, 255],
        [0, 255, 0, 255],
        [0, 0, 255, 255],
        [255, 255, 255, 255],
      ].flat(),
    );
  });

  it('of 16 bits are read in the order of their bytes', () => {
    const little = new PixelReader({ ...sixteen, bigEndian: false });
    expect(read(new PixelReader(sixteen), 0xf8, 0x00, 0x00, 0x1f)).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
    expect(read(little, 0x00, 0xf8, 0xe0, 0x07)).toEqual([255, 0, 0, 255, 0, 255, 0, 255]);
  });

  it('of 32 bits are read in the order of their bytes', () => {
    expect(read(new PixelReader(usual), 1, 2, 3, 0)).toEqual([1, 2, 3, 255]);
    expect(read(new PixelReader({ ...usual, bigEndian: true }), 0, 3, 2, 1)).toEqual([1, 2, 3, 255]);
  });

  it('of a map have its colours, as far as it goes', () => {
    const reader = new PixelReader(mapped);
    reader.mapColours(254, Uint8Array.of(10, 0, 20, 0, 30, 0, 40, 0, 50, 0, 60, 0, 70, 0, 80, 0, 90, 0));
    expect(read(reader, 254, 255)).toEqual([10, 20, 30, 255, 40, 50, 60, 255]);
  });
});
