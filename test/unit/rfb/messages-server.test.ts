import { describe, expect, it } from 'vitest';
import type { Clipboard } from '../../../server/rfb/messages/clipboard';
import { PixelAgreement } from '../../../server/rfb/messages/pixel-agreement';
import { ServerMessages } from '../../../server/rfb/messages/server-messages';
import {
  bytewise,
  clipboardFlags as flags,
  feed,
  formats,
  join,
  pixelFormat,
  rectangle,
  s32,
  server,
  splits,
  threes,
  u16,
  u8,
} from '../../support/rfb-bytes';
import type { Outcome } from '../../support/rfb-bytes';

function agreed(fixed = true): PixelAgreement {
  const agreement = new PixelAgreement(pixelFormat(formats.bgrx));
  if (fixed) agreement.fix();
  return agreement;
}

function outcome(pieces: Iterable<Buffer>, clipboard: Clipboard = 'none', fixed = true): Outcome {
  return feed((sink) => new ServerMessages(clipboard, sink, agreed(fixed)), pieces);
}

function receive(stream: Buffer, clipboard: Clipboard = 'none', fixed = true): Outcome {
  const whole = outcome([stream], clipboard, fixed);
  for (const pieces of splits(stream)) expect(outcome(pieces, clipboard, fixed)).toEqual(whole);
  return whole;
}

const passed = (...messages: Buffer[]): string => join(...messages).toString('hex');
const { update, colours, bell, cutText, extendedCutText, endOfContinuousUpdates, fence, xvp } = server;
const pixels = rectangle(3, 2, 0, threes(24));

describe('each message that is not a text', () => {
  it.each<[string, Buffer]>([
    ['FramebufferUpdate', update(pixels, pixels)],
    ['FramebufferUpdate without rectangles', update()],
    ['SetColourMapEntries', colours()],
    ['SetColourMapEntries of none', colours(0)],
    ['SetColourMapEntries of 256', colours(256)],
    ['Bell', bell()],
    ['EndOfContinuousUpdates', endOfContinuousUpdates()],
    ['ServerFence', fence()],
    ['ServerFence of nothing', fence(u8())],
    ['ServerFence of 64 bytes', fence(threes(64))],
    ['xvp', xvp()],
  ])('%s passes, and the texts around it are found', (_, bytes) => {
    expect(receive(join(cutText(), bytes, cutText('again'), bytes, cutText()))).toEqual({
      output: passed(bytes, bytes),
      violation: null,
      input: false,
      atBoundary: true,
    });
    expect(outcome([bytes.subarray(0, -1)]).atBoundary).toBe(bytes.length === 1);
  });
});

describe('ServerCutText', () => {
  const caps = extendedCutText(flags.caps | flags.request | flags.notify | flags.provide | flags.text, s32(0));
  const request = extendedCutText(flags.request | flags.text);
  const peek = extendedCutText(flags.peek);
  const notify = extendedCutText(flags.notify | flags.text);
  const provide = extendedCutText(flags.provide | flags.text, Buffer.from('deflated text of the host'));
  const plain = [cutText(), cutText(''), cutText('long '.repeat(30))];

  it.each<[Clipboard, Buffer[]]>([
    ['both', [...plain, caps, request, peek, notify, provide]],
    ['out', [...plain, caps, request, peek, notify, provide]],
    ['in', [caps, request, peek]],
    ['none', []],
  ])('with the clipboard %s passes as far as it may', (clipboard, pass) => {
    const all = [...plain, caps, request, peek, notify, provide].flatMap((text) => [text, bell()]);
    const expected = all.filter((message) => message.length === 1 || pass.includes(message));
    expect(receive(join(...all), clipboard)).toMatchObject({ output: passed(...expected), violation: null, atBoundary: true });
  });

  it('does not pass text as something else', () => {
    const text = Buffer.from('a secret of the host, long enough to be more than sixty-four bytes of it!!');
    const disguised = [
      extendedCutText(flags.caps | flags.text, text),
      extendedCutText(flags.request | flags.text, text),
      extendedCutText(flags.request | flags.notify),
      extendedCutText(0, text),
    ];
    expect(receive(join(...disguised, bell()), 'in')).toMatchObject({ output: passed(bell()), violation: null });
  });

  it('is not found in what looks like one among pixels', () => {
    const decoy = update(rectangle(4, 2, 0, join(cutText('pixels'), threes(18))));
    expect(receive(join(decoy, cutText())).output).toBe(passed(decoy));
  });

  it('of any length is skipped without being kept', () => {
    const memory = (): number => process.memoryUsage().arrayBuffers;
    const engine = new ServerMessages('none', { forward: () => expect.unreachable(), violation: () => expect.unreachable() }, agreed());
    // −2³¹: the one length whose magnitude is no S32.
    engine.push(join(u8(3, 0, 0, 0), s32(-0x80000000)));
    const piece = threes(2 ** 20);
    const before = memory();
    for (let count = 0; count < 2048; count++) engine.push(piece);
    expect(memory() - before).toBeLessThan(2 ** 20);
    expect(engine.atBoundary).toBe(true);
  });
});

describe('bytes that pass', () => {
  it('are the very chunk that came when it all passes', () => {
    const forwarded: Buffer[] = [];
    const engine = new ServerMessages('none', { forward: (bytes) => forwarded.push(bytes), violation: () => undefined }, agreed());
    const chunk = join(update(pixels, pixels), fence(), bell());
    engine.push(chunk);
    expect(forwarded).toHaveLength(1);
    expect(forwarded[0]).toBe(chunk);
  });

  it('are parts of that chunk around a text', () => {
    const forwarded: Buffer[] = [];
    const engine = new ServerMessages('none', { forward: (bytes) => forwarded.push(bytes), violation: () => undefined }, agreed());
    const chunk = join(update(pixels), cutText(), update(pixels, pixels));
    engine.push(chunk);
    expect(forwarded.map((bytes) => bytes.buffer === chunk.buffer)).toEqual([true, true]);
  });

  it('are not held back, but for a text that has not been judged yet', () => {
    const start = update(pixels).subarray(0, 9);
    expect(outcome([start]).output).toBe(passed(start));
    expect(outcome([join(bell(), cutText().subarray(0, 7))]).output).toBe(passed(bell()));
  });

  it('end when the engine is closed from within', () => {
    const forwarded: Buffer[] = [];
    const engine: ServerMessages = new ServerMessages(
      'none',
      {
        forward: (bytes) => {
          forwarded.push(bytes);
          engine.close();
        },
        violation: () => expect.unreachable(),
      },
      agreed(),
    );
    engine.push(join(bell(), cutText(), bell(), u8(99)));
    engine.push(bell());
    expect(Buffer.concat(forwarded)).toEqual(bell());
    expect(engine.closed).toBe(true);
  });
});

describe('a stream that cannot be followed', () => {
  const header = (encoding: number): Buffer => server.openUpdate(1, rectangle(8, 8, encoding));

  it.each<[string, Buffer, object]>([
    ['an unknown message', u8(4), { reason: 'unknown', message: 4 }],
    ["QEMU's audio", u8(255), { reason: 'unknown', message: 255 }],
    ['gii', u8(253), { reason: 'unknown', message: 253 }],
    ['JPEG', header(21), { reason: 'unknown', message: 0, detail: 'rectangle encoding 21' }],
    ['zlibhex', header(8), { reason: 'unknown', message: 0 }],
    ["VMware's change of pixel format", header(0x574d5669), { reason: 'unknown', message: 0 }],
    ['a hextile mask of zlibhex', join(header(5), u8(32)), { reason: 'malformed', message: 0 }],
    ['tight without zlib', join(header(7), u8(0xa0)), { reason: 'malformed', message: 0 }],
    ['tight of no kind', join(header(7), u8(0xf0)), { reason: 'malformed', message: 0 }],
    ['a tight filter of no kind', join(header(7), u8(0x40, 3)), { reason: 'malformed', message: 0 }],
    ['a cursor of no kind', join(header(0x574d5664), u8(2, 0)), { reason: 'unknown', message: 0 }],
    ['ZRLE of 4 GiB', join(header(16), s32(-1)), { reason: 'too_long', message: 0 }],
    ['zlib of more than 256 MiB', join(header(6), s32(2 ** 28 + 1)), { reason: 'too_long', message: 0 }],
    ['H.264 of 4 GiB', join(header(50), s32(-1)), { reason: 'too_long', message: 0 }],
    ['RRE of 4 billion', join(header(2), s32(-1)), { reason: 'too_long', message: 0 }],
    ['a name of 64 KiB and one byte', join(header(-307), s32(65537)), { reason: 'too_long', message: 0 }],
    ['a fence of 65 bytes', join(u8(248, 0, 0, 0), s32(1), u8(65)), { reason: 'too_long', message: 248 }],
  ])('ends right after the bytes that show %s', (_, bytes, violation) => {
    const result = receive(join(bell(), bytes, cutText(), threes(20)));
    expect(result.output).toBe(passed(bell(), bytes));
    expect(result.violation).toMatchObject(violation);
  });

  it('ends before an extended text without its flags', () => {
    const truncated = join(u8(3, 0, 0, 0), s32(-3), u8(1, 2, 3));
    for (const clipboard of ['none', 'in', 'out', 'both'] as const) {
      expect(receive(join(bell(), truncated, bell()), clipboard)).toMatchObject({
        output: passed(bell()),
        violation: { reason: 'malformed', message: 3 },
      });
    }
  });

  it('ends at an update before the client could have asked for one: its pixel format is not certain', () => {
    expect(receive(join(bell(), update(pixels)), 'none', false)).toMatchObject({ violation: { reason: 'out_of_turn', message: 0 } });
    expect(receive(join(bell(), fence(), cutText()), 'none', false).violation).toBeNull();
  });

  it('stays ended', () => {
    let violations = 0;
    const engine = new ServerMessages('none', { forward: () => undefined, violation: () => violations++ }, agreed());
    for (const piece of bytewise(join(u8(99, 99), update(pixels), u8(99)))) engine.push(piece);
    expect(violations).toBe(1);
    expect(engine.closed).toBe(true);
  });
});

describe('LastRect', () => {
  it('ends an update of however many rectangles', () => {
    for (const count of [1, 2, 65535]) {
      const message = server.openUpdate(count, ...(count === 1 ? [] : [pixels]), rectangle(0, 0, -224));
      expect(receive(join(message, cutText(), bell()))).toMatchObject({
        output: passed(message, bell()),
        violation: null,
        atBoundary: true,
      });
    }
  });

  it('is not needed: an update may have 65,535 rectangles', () => {
    const message = server.openUpdate(65535, Buffer.concat(Array<Buffer>(65535).fill(rectangle(1, 1, 1, u16(3, 3)))));
    expect(outcome([message, cutText()])).toMatchObject({ output: passed(message), atBoundary: true });
  });
});

it('learns from the stream alone that the server takes the longer PointerEvent', () => {
  const bytes = update(pixels, rectangle(0, 0, -316));
  for (const pieces of splits(bytes)) {
    const agreement = agreed();
    const stream = new ServerMessages('none', { forward: () => undefined, violation: () => expect.unreachable() }, agreement);
    const told = [...pieces].map((piece) => (stream.push(piece), agreement.extendedMouse));
    expect([told.indexOf(true) >= 0, agreement.extendedMouse]).toEqual([true, true]);
  }
  expect(agreed().extendedMouse).toBe(false);
});
