import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PixelFormat, setPixelFormat } from '@/components/console/picture/pixel-format';
import { type FormatRfb, type PictureFormat, withFormat } from '@/components/console/picture/with-format';
import { drawnBy, element, FakeChannel, loadNoVncHere } from '../support/novnc-browser';

const USUAL: PixelFormat = {
  ...{ bits: 32, depth: 24, bigEndian: false, trueColour: true },
  ...{ red: { max: 255, shift: 0 }, green: { max: 255, shift: 8 }, blue: { max: 255, shift: 16 } },
};
const SIXTEEN: PixelFormat = {
  ...{ bits: 16, depth: 16, bigEndian: true, trueColour: true },
  ...{ red: { max: 31, shift: 11 }, green: { max: 63, shift: 5 }, blue: { max: 31, shift: 0 } },
};
const MAPPED: PixelFormat = { ...USUAL, bits: 8, depth: 8, trueColour: false };
const [RAW, HEXTILE, TIGHT, CURSOR, DESKTOP_SIZE] = [0, 5, 7, -239, -223];

let Rfb: RfbClass<RFB & FormatRfb>;
beforeAll(async () => {
  Rfb = withFormat(await loadNoVncHere());
});
afterAll(() => vi.unstubAllGlobals());

/** A console of a screen of two pixels, signed in. */
function open(own: PixelFormat, format: PictureFormat) {
  const channel = new FakeChannel();
  const rfb = new Rfb(element(), channel);
  rfb.pictureFormat = format;
  channel.says(Buffer.from('RFB 003.008\n'), Uint8Array.of(1, 1), Buffer.alloc(4));
  channel.take();
  channel.says(Uint8Array.of(0, 2, 0, 1), setPixelFormat(own).subarray(4), Buffer.alloc(4));
  const sent = channel.take();
  const encodings = Array.from({ length: sent.readUInt16BE(22) }, (_, n) => sent.readInt32BE(24 + 4 * n));
  const draw = (encoding: number, ...bytes: number[]) => {
    const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 1, 0, 0, 0, encoding]);
    channel.says(head, Uint8Array.from(bytes));
    return ['0,0', '1,0'].map((place) => drawnBy(rfb).get(place));
  };
  return { rfb, channel, asked: sent.subarray(0, 20), encodings, draw };
}

const red = [255, 0, 0, 255];
const blue = [0, 0, 255, 255];

describe('a server with all colours', () => {
  it('is asked for what noVNC asks for', () => {
    const { asked, encodings, draw } = open(SIXTEEN, { colours: 'full', swapRedBlue: false });
    expect(asked.equals(setPixelFormat(USUAL))).toBe(true);
    expect(encodings).toEqual(expect.arrayContaining([RAW, HEXTILE, TIGHT, CURSOR, DESKTOP_SIZE]));
    expect(draw(RAW, 255, 0, 0, 0, 0, 0, 255, 0)).toEqual([red, blue]);
  });
});

describe('a server with few colours', () => {
  it('is asked for its own, without an encoding that noVNC reads in its own format only', () => {
    const { asked, encodings, draw } = open(SIXTEEN, { colours: 'few', swapRedBlue: false });
    expect(asked.equals(setPixelFormat(SIXTEEN))).toBe(true);
    expect(encodings).toEqual(expect.arrayContaining([RAW, DESKTOP_SIZE]));
    for (const encoding of [HEXTILE, TIGHT, CURSOR]) expect(encodings).not.toContain(encoding);
    expect(draw(RAW, 0xf8, 0, 0, 0x1f)).toEqual([red, blue]);
  });

  it('that sends a map of its colours has them, and is asked for the picture anew', () => {
    const { channel, draw } = open(MAPPED, { colours: 'own', swapRedBlue: false });
    channel.says(Uint8Array.of(1, 0, 0, 7, 0, 2, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255));
    expect(channel.take().toString('hex')).toBe('03000000000000020001');
    expect(draw(RAW, 7, 8)).toEqual([red, blue]);
  });
});

describe('a server that has red and blue in each other’s place', () => {
  it('has them swapped in all that is drawn', () => {
    const { encodings, draw } = open(USUAL, { colours: 'full', swapRedBlue: true });
    expect(encodings).toContain(HEXTILE);
    expect(encodings).not.toContain(TIGHT);
    expect(draw(RAW, 0, 0, 255, 0, 255, 0, 0, 0)).toEqual([red, blue]);
    // A background of blue, as one tile.
    expect(draw(HEXTILE, 2, 255, 0, 0, 0)).toEqual([blue, blue]);
    // Nothing new: the same background, filled.
    expect(draw(HEXTILE, 0)).toEqual([blue, blue]);
  });

  it('has them swapped at once when the person says so, and is asked for the picture anew', () => {
    const { rfb, channel, draw } = open(USUAL, { colours: 'full', swapRedBlue: false });
    expect(draw(RAW, 0, 0, 255, 0, 255, 0, 0, 0)).toEqual([blue, red]);
    channel.take();
    rfb.pictureFormat = { colours: 'full', swapRedBlue: true };
    const sent = channel.take();
    expect([sent[0], sent.subarray(-10).toString('hex')]).toEqual([2, '03000000000000020001']);
    expect(draw(RAW, 0, 0, 255, 0, 255, 0, 0, 0)).toEqual([red, blue]);
  });
});
