import { describe, expect, it } from 'vitest';
import { PixelAgreement } from '../../../server/rfb/messages/pixel-agreement';
import { isFramed } from '../../../server/rfb/messages/encodings/table';
import { encodings, isHint } from '../../../server/rfb/messages/encoding-types';
import { ServerMessages } from '../../../server/rfb/messages/server-messages';
import { feed, formats, join, pixelFormat, rectangle, s32, server, splits, threes, u8 } from '../../support/rfb-bytes';

/** One byte for each pixel format's PIXEL and TPIXEL. */
const lengths = [
  ['bgrx', 4, 3],
  ['rgb565', 2, 2],
  ['rgb332', 1, 1],
] as const;

const lengthAhead = (length: number, between = 0): Buffer => join(s32(length), threes(between + length));

/** rfbproto, "Tight Encoding": seven bits, seven bits, eight bits. */
function compact(length: number): Buffer {
  if (length < 128) return u8(length);
  if (length < 16384) return u8((length & 127) | 128, length >> 7);
  return u8((length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14);
}

type Case = [name: string, rectangle: Buffer];

function cases(bytes: number, tight: number): Case[] {
  const pixel = threes(bytes);
  const tile = (mask: number, ...parts: Buffer[]): Buffer => join(u8(mask), ...parts);
  const tightRectangle = (width: number, height: number, ...parts: Buffer[]): Buffer => rectangle(width, height, 7, join(...parts));
  const compressed = (length: number): Buffer => join(compact(length), threes(length));
  return [
    ['Raw', rectangle(7, 3, 0, threes(21 * bytes))],
    ['Raw of no pixel', rectangle(0, 3, 0)],
    ['CopyRect', rectangle(7, 3, 1, threes(4))],
    ['RRE', rectangle(7, 3, 2, join(s32(3), pixel, threes(3 * (bytes + 8))))],
    ['RRE of background only', rectangle(7, 3, 2, join(s32(0), pixel))],
    ['CoRRE', rectangle(7, 3, 4, join(s32(3), pixel, threes(3 * (bytes + 4))))],
    ['Zlib', rectangle(7, 3, 6, lengthAhead(33))],
    ['Zlib of nothing', rectangle(7, 3, 6, lengthAhead(0))],
    ['ZRLE', rectangle(7, 3, 16, lengthAhead(40))],
    ['H.264', rectangle(16, 16, 50, lengthAhead(40, 4))],
    ['H.264 of flags only', rectangle(16, 16, 50, lengthAhead(0, 4))],
    ['Hextile of nothing', rectangle(0, 16, 5)],
    ['Hextile, raw', rectangle(16, 16, 5, tile(1, threes(256 * bytes)))],
    ['Hextile, raw whatever other bits say', rectangle(2, 2, 5, tile(31, threes(4 * bytes)))],
    ['Hextile, as the tile before', rectangle(16, 16, 5, tile(0))],
    ['Hextile, background', rectangle(16, 16, 5, tile(2, pixel))],
    ['Hextile, foreground and background', rectangle(16, 16, 5, tile(6, pixel, pixel))],
    ['Hextile, subrectangles of one colour', rectangle(16, 16, 5, tile(14, pixel, pixel, u8(3), threes(6)))],
    ['Hextile, subrectangles of the last colour', rectangle(16, 16, 5, tile(8, u8(3), threes(6)))],
    ['Hextile, coloured subrectangles', rectangle(16, 16, 5, tile(26, pixel, u8(3), threes(3 * (bytes + 2))))],
    ['Hextile, no subrectangles', rectangle(16, 16, 5, tile(8, u8(0)))],
    ['Hextile, 255 subrectangles', rectangle(16, 16, 5, tile(24, u8(255), threes(255 * (bytes + 2))))],
    [
      'Hextile of tiles that are cut off',
      rectangle(
        20,
        18,
        5,
        join(tile(1, threes(256 * bytes)), tile(1, threes(4 * 16 * bytes)), tile(1, threes(16 * 2 * bytes)), tile(1, threes(8 * bytes))),
      ),
    ],
    ['Tight, fill', tightRectangle(100, 100, u8(0x80), threes(tight))],
    ['Tight, fill that resets its streams', tightRectangle(100, 100, u8(0x8f), threes(tight))],
    ['Tight, JPEG', tightRectangle(100, 100, u8(0x90), compressed(300))],
    ['Tight, basic', tightRectangle(100, 100, u8(0x00), compressed(127))],
    ['Tight, basic, another stream', tightRectangle(100, 100, u8(0x30), compressed(128))],
    ['Tight, basic, too small to compress', tightRectangle(1, 2, u8(0x00), threes(2 * tight))],
    ['Tight, basic, just large enough', tightRectangle(Math.ceil(12 / tight), 1, u8(0x00), compressed(9))],
    ['Tight, no pixel', tightRectangle(0, 5, u8(0x00))],
    ['Tight, copy filter', tightRectangle(100, 100, u8(0x40, 0), compressed(90))],
    ['Tight, gradient filter', tightRectangle(100, 100, u8(0x70, 2), compressed(16383))],
    ['Tight, palette of two', tightRectangle(100, 100, u8(0x40, 1, 1), threes(2 * tight), compressed(70))],
    ['Tight, palette of two, too small', tightRectangle(9, 5, u8(0x40, 1, 1), threes(2 * tight), threes(10))],
    ['Tight, palette of one', tightRectangle(8, 5, u8(0x40, 1, 0), threes(tight), threes(5))],
    ['Tight, palette of 256', tightRectangle(100, 100, u8(0x40, 1, 255), threes(256 * tight), compressed(70))],
    ['Tight, palette, too small', tightRectangle(11, 1, u8(0x50, 1, 2), threes(3 * tight), threes(11))],
    ['TightPNG, PNG', rectangle(100, 100, -260, join(u8(0xa0), compressed(200)))],
    ['TightPNG, fill', rectangle(100, 100, -260, join(u8(0x80), threes(tight)))],
    ['TightPNG, JPEG', rectangle(100, 100, -260, join(u8(0x90), compressed(5)))],
    ['Cursor', rectangle(9, 4, -239, threes(36 * bytes + 8))],
    ['Cursor without pixels', rectangle(0, 0, -239)],
    ['XCursor', rectangle(9, 4, -240, threes(6 + 16))],
    ['XCursor without pixels', rectangle(0, 0, -240)],
    ['VMware Cursor, classic', rectangle(9, 4, encodings.vmwareCursor, join(u8(0, 0), threes(72 * bytes)))],
    ['VMware Cursor, alpha', rectangle(9, 4, encodings.vmwareCursor, join(u8(1, 0), threes(144)))],
    ['VMware Cursor Position', rectangle(0, 0, encodings.vmwareCursorPosition)],
    ['PointerPos', rectangle(0, 0, -232)],
    ['DesktopSize', rectangle(800, 600, -223)],
    ['ExtendedDesktopSize', rectangle(800, 600, -308, join(u8(2, 0, 0, 0), threes(32)))],
    ['ExtendedDesktopSize without screens', rectangle(800, 600, -308, u8(0, 0, 0, 0))],
    ['DesktopName', rectangle(0, 0, -307, join(s32(7), Buffer.from('desktop')))],
    ['QEMU LED state', rectangle(1, 1, -261, threes(1))],
    ['VMware LED state', rectangle(1, 1, encodings.vmwareLedState, threes(4))],
    ['QEMU Extended Key Event', rectangle(0, 0, -258)],
    ['Extended Mouse Buttons', rectangle(0, 0, -316)],
  ];
}

describe.each(lengths)('in %s', (format, bytes, tight) => {
  const agreement = (): PixelAgreement => {
    const agreed = new PixelAgreement(pixelFormat(formats.bgrx));
    expect(agreed.propose(pixelFormat(formats[format]), 0)).toBe(true);
    agreed.fix();
    return agreed;
  };
  const frame = (pieces: Iterable<Buffer>) => feed((sink) => new ServerMessages('none', sink, agreement()), pieces);

  it.each(cases(bytes, tight))('the end of %s is found however it is split', (_, bytesOfIt) => {
    // Twice, so that what one rectangle leaves behind would show in the next; the text is found only by whoever is in step.
    const update = server.update(bytesOfIt, bytesOfIt, rectangle(1, 1, 1, threes(4)));
    const stream = join(update, server.cutText('secret'), server.bell());
    const expected = { output: join(update, server.bell()).toString('hex'), violation: null, atBoundary: true };
    expect(frame([stream])).toMatchObject(expected);
    // A long stretch of pixels is no other than a short one; cutting it everywhere would take minutes.
    if (stream.length < 2500) for (const pieces of splits(stream)) expect(frame(pieces)).toMatchObject(expected);
  });

  it.each(cases(bytes, tight))('%s with its last byte missing is not at its end', (_, bytesOfIt) => {
    const alone = server.update(bytesOfIt);
    expect(frame([alone]).atBoundary).toBe(true);
    expect(frame([alone.subarray(0, -1)]).atBoundary).toBe(false);
  });

  it('all of them in one update leave the stream in step', () => {
    const update = server.update(...cases(bytes, tight).map(([, bytesOfIt]) => bytesOfIt));
    expect(frame([join(update, server.cutText())])).toMatchObject({ output: update.toString('hex'), violation: null, atBoundary: true });
  });
});

it('a rectangle of 65,535 × 65,535 pixels is counted exactly: more than 2³² bytes', () => {
  const agreement = new PixelAgreement(pixelFormat(formats.bgrx));
  agreement.fix();
  let passed = 0;
  const engine = new ServerMessages(
    'none',
    { forward: (bytes) => (passed += bytes.length), violation: () => expect.unreachable() },
    agreement,
  );
  engine.push(server.openUpdate(1, rectangle(65535, 65535, 0)));
  const piece = threes(64 * 2 ** 20);
  let left = 65535 * 65535 * 4;
  for (; left >= piece.length; left -= piece.length) engine.push(piece);
  engine.push(piece.subarray(0, left - 1));
  expect(engine.atBoundary).toBe(false);
  engine.push(join(u8(3), server.cutText()));
  expect(engine.atBoundary).toBe(true);
  expect(passed).toBe(16 + 65535 * 65535 * 4);
});

it('every encoding that can be framed is one that rectangles have, and no hint is', () => {
  const all = Object.entries(encodings);
  expect(all.filter(([, encoding]) => isFramed(encoding) && isHint(encoding))).toEqual([]);
  // Passed on only where the host's messages are not followed.
  const neither = all.filter(([, encoding]) => !isFramed(encoding) && !isHint(encoding)).map(([name]) => name);
  expect(neither).toEqual(['jpeg', 'qemuPointerMotionChange', 'cursorWithAlpha', 'tightWithoutZlib']);
  for (const encoding of [-22, -33, -246, -257, -411, -513, -762, -769]) expect(isHint(encoding)).toBe(false);
  for (const encoding of [-23, -32, -247, -256, -412, -512, -763, -768]) expect(isHint(encoding)).toBe(true);
});
