import { describe, expect, it } from 'vitest';
import { MAX_CUT_TEXT } from '../../../server/rfb/messages/client-lengths';
import { ClientMessages } from '../../../server/rfb/messages/client-messages';
import type { ClientRules } from '../../../server/rfb/messages/client-rules';
import { encodings } from '../../../server/rfb/messages/encoding-types';
import { PixelAgreement } from '../../../server/rfb/messages/pixel-agreement';
import { MAX_ENCODINGS } from '../../../server/rfb/messages/set-encodings';
import {
  bytewise,
  client,
  clipboardFlags as flags,
  feed,
  formats,
  join,
  pixelFormat,
  s32,
  splits,
  threes,
  u16,
  u8,
} from '../../support/rfb-bytes';
import type { Format, Outcome } from '../../support/rfb-bytes';

const everything: ClientRules = { viewOnly: false, clipboard: 'both', power: true, resize: true };
const NATURAL = pixelFormat(formats.bgrx);

function outcome(pieces: Iterable<Buffer>, rules: Partial<ClientRules> = {}, framed = false, natural = NATURAL): Outcome {
  const agreement = framed ? new PixelAgreement(natural) : null;
  return feed((sink) => new ClientMessages({ ...everything, ...rules }, sink, agreement), pieces);
}

/** What becomes of a stream, which must not depend on how it comes. */
function send(stream: Buffer, rules: Partial<ClientRules> = {}, framed = false, natural = NATURAL): Outcome {
  const whole = outcome([stream], rules, framed, natural);
  for (const pieces of splits(stream)) expect(outcome(pieces, rules, framed, natural)).toEqual(whole);
  return whole;
}

const passed = (...messages: Buffer[]): string => join(...messages).toString('hex');

const asksExtendedClipboard = client.setEncodings(encodings.tight, encodings.extendedClipboard);
const asksMouse = client.setEncodings(encodings.extendedMouseButtons);
const asksResize = client.setEncodings(encodings.tight, encodings.extendedDesktopSize);
const { setPixelFormat, request, key, pointer, cutText, extendedCutText, continuousUpdates, fence, xvp, desktopSize, qemuKey } = client;

/** Each message, and the rules that drop it. */
const messages: [name: string, bytes: Buffer, drops: ('viewOnly' | 'clipboard' | 'power' | 'resize')[]][] = [
  ['SetPixelFormat', setPixelFormat(), []],
  ['SetEncodings of nothing', client.setEncodings(), []],
  ['SetEncodings', client.setEncodings(encodings.copyRect, encodings.tight, encodings.raw, -27, -250, encodings.extendedDesktopSize), []],
  ['FramebufferUpdateRequest', request(), []],
  ['KeyEvent', key(), ['viewOnly']],
  ['PointerEvent', pointer(), ['viewOnly']],
  ['PointerEvent with its eighth button', pointer(0x80), ['viewOnly']],
  ['ClientCutText', cutText(), ['viewOnly', 'clipboard']],
  ['ClientCutText of nothing', cutText(''), ['viewOnly', 'clipboard']],
  ['EnableContinuousUpdates', continuousUpdates(), []],
  ['ClientFence', fence(), []],
  ['ClientFence of nothing', fence(u8()), []],
  ['ClientFence of 64 bytes', fence(threes(64)), []],
  ['xvp', xvp(), ['viewOnly', 'power']],
  ['SetDesktopSize', desktopSize(), ['viewOnly', 'resize']],
  ['SetDesktopSize of 255 screens', desktopSize(255), ['viewOnly', 'resize']],
  ['SetDesktopSize of no screen', desktopSize(0), ['viewOnly', 'resize']],
  ['QEMU extended KeyEvent', qemuKey(), ['viewOnly']],
];

const ruleSets: [name: string, rules: Partial<ClientRules>, drops: string[]][] = [
  ['everything allowed', {}, []],
  ['view-only', { viewOnly: true }, ['viewOnly']],
  ['no clipboard to the host', { clipboard: 'out' }, ['clipboard']],
  ['no clipboard', { clipboard: 'none' }, ['clipboard']],
  ['no clipboard from the host', { clipboard: 'in' }, []],
  ['no power', { power: false }, ['power']],
  ['no resize', { resize: false }, ['resize']],
  ['nothing allowed', { viewOnly: true, clipboard: 'none', power: false, resize: false }, ['viewOnly', 'clipboard', 'power', 'resize']],
];

describe.each(ruleSets)('with %s', (_, rules, drops) => {
  it.each(messages)('%s passes whole or not at all, between any other messages and however it is split', (name, bytes, droppedBy) => {
    const drop = droppedBy.some((rule) => drops.includes(rule));
    const before = join(asksResize, request(1));
    const after = fence();
    const { output, violation, atBoundary } = send(join(before, bytes, after), rules);
    expect(output, name).toBe(drop ? passed(before, after) : passed(before, bytes, after));
    expect(violation).toBeNull();
    expect(atBoundary).toBe(true);
  });

  it('all messages in a row leave those that are allowed', () => {
    const stream = join(...messages.map(([, bytes]) => bytes));
    const allowed = messages.filter(([, , droppedBy]) => !droppedBy.some((rule) => drops.includes(rule))).map(([, bytes]) => bytes);
    // 5 KiB at every boundary would be 25 MB of pushes: whole and byte by byte are enough here.
    expect(outcome([stream], rules).output).toBe(passed(...allowed));
    expect(outcome(bytewise(stream), rules).output).toBe(passed(...allowed));
  });
});

describe('bytes that pass', () => {
  const all = join(asksExtendedClipboard, extendedCutText(flags.provide | flags.text, threes(40)), ...messages.map(([, bytes]) => bytes));

  it('are the very chunk that came when it all passes', () => {
    const forwarded: Buffer[] = [];
    const engine = new ClientMessages(everything, { forward: (bytes) => forwarded.push(bytes), violation: () => undefined });
    engine.push(all);
    expect(forwarded).toHaveLength(1);
    expect(forwarded[0]).toBe(all);
  });

  it('are parts of that chunk around what is dropped', () => {
    const forwarded: Buffer[] = [];
    const engine = new ClientMessages(
      { ...everything, viewOnly: true },
      { forward: (bytes) => forwarded.push(bytes), violation: () => undefined },
    );
    const chunk = join(request(), key(), fence(), pointer(), request());
    engine.push(chunk);
    expect(forwarded.map((bytes) => bytes.buffer === chunk.buffer)).toEqual([true, true, true]);
    expect(Buffer.concat(forwarded)).toEqual(join(request(), fence(), request()));
  });

  it('of a long text pass as they come, after its head', () => {
    const text = cutText('x'.repeat(1000));
    expect(outcome([text.subarray(0, 7)]).output).toBe('');
    expect(outcome([text.subarray(0, 7), text.subarray(7, 500)]).output).toBe(passed(text.subarray(0, 500)));
  });

  it('end when the engine is closed from within', () => {
    const forwarded: Buffer[] = [];
    const engine: ClientMessages = new ClientMessages(
      { ...everything, power: false },
      {
        forward: (bytes) => {
          forwarded.push(bytes);
          engine.close();
        },
        violation: () => expect.unreachable(),
      },
    );
    engine.push(join(request(), xvp(), key(), u8(99)));
    engine.push(key());
    expect(Buffer.concat(forwarded)).toEqual(request());
    expect(engine.closed).toBe(true);
  });
});

describe('SetEncodings', () => {
  const novnc = [1, 50, 7, -260, 16, 21, 5, 2, 6, 0, -26, -254, -223, -224, -258, -261, -308, -309, -312, -313, -307];
  const extended = encodings.extendedClipboard;
  const cursors = [encodings.vmwareCursor, encodings.cursor];
  const asked = [...novnc, extended, encodings.extendedMouseButtons, ...cursors];
  const without = (...stripped: number[]): string =>
    passed(client.setEncodings(...asked.filter((encoding) => !stripped.includes(encoding))));
  const mouse = encodings.extendedMouseButtons;
  const power = encodings.xvp;

  it.each<[name: string, rules: Partial<ClientRules>, framed: boolean, stripped: number[]]>([
    ['nothing that can be followed, without any rule', {}, false, []],
    ['Extended Clipboard and power when only watching', { viewOnly: true }, false, [mouse, extended, power]],
    ['Extended Clipboard without any clipboard', { clipboard: 'none' }, false, [mouse, extended]],
    ['not Extended Clipboard with one direction allowed: out', { clipboard: 'out' }, true, [encodings.jpeg]],
    ['Extended Mouse Buttons where a rule holds and the server is not framed', { clipboard: 'out' }, false, [mouse]],
    ['not Extended Clipboard with one direction allowed: in', { clipboard: 'in' }, true, [encodings.jpeg]],
    ['power without power', { power: false }, false, [mouse, power]],
    ['JPEG when the server is framed', {}, true, [encodings.jpeg]],
  ])('loses %s', (_, rules, framed, stripped) => {
    expect(send(client.setEncodings(...asked), rules, framed).output).toBe(without(...stripped));
  });

  it('loses every encoding whose end is not known, when the server is framed', () => {
    // zlibhex, TRLE, ZYWRLE, QEMU audio, gii, cursor with alpha, Tight without zlib, UltraVNC's, VMware's change of pixel format.
    const unknown = [8, 15, 17, -259, -305, -314, -317, -65530, 0x574d5669, 0x7fffffff, -0x80000000];
    expect(send(client.setEncodings(...unknown, 0), {}, true).output).toBe(passed(client.setEncodings(0)));
  });

  it.each([
    ["QEMU's audio", -259],
    ['gii', -305],
    ['OLIVE Call Control', -310],
    ["UltraVNC's server state", -32768],
    ["UltraVNC's keep-alive", -32767],
    ["UltraVNC's file transfer", -32766],
    ["UltraVNC's plugin", 0xc0a1e5cf | 0],
    ['a pseudo-encoding that nobody knows', -0x80000000],
  ])('loses %s, which announces messages that can not be followed, framed or not', (_, encoding) => {
    for (const framed of [false, true])
      expect(send(client.setEncodings(encoding, 0, -223), {}, framed)).toMatchObject({
        output: passed(client.setEncodings(0, -223)),
        violation: null,
      });
  });

  it('keeps what announces no messages, known or not, when the server is not framed', () => {
    // zlibhex, TRLE, ZYWRLE, QEMU's change of pointer motion, cursor with alpha, Tight without zlib, VMware's change of pixel format.
    const harmless = [8, 15, 17, -257, -314, -317, 0x574d5669, 0x7fffffff];
    expect(send(client.setEncodings(...harmless)).output).toBe(passed(client.setEncodings(...harmless)));
  });

  it('may lose all of them, and one asked for twice both times', () => {
    expect(send(client.setEncodings(mouse, mouse), { viewOnly: true }).output).toBe(passed(client.setEncodings()));
  });

  it('keeps its padding and its order', () => {
    const message = client.setEncodings(7, -259, 0, 5);
    message[1] = 0xaa;
    const rewritten = client.setEncodings(7, 0, 5);
    rewritten[1] = 0xaa;
    expect(send(join(request(), message, key())).output).toBe(passed(request(), rewritten, key()));
  });

  it(`has at most ${MAX_ENCODINGS} encodings`, () => {
    const most = client.setEncodings(...Array<number>(MAX_ENCODINGS).fill(7));
    expect(outcome([most]).violation).toBeNull();
    expect(send(join(request(), u8(2, 0), u16(MAX_ENCODINGS + 1), threes(40)))).toMatchObject({
      output: passed(request()),
      violation: { reason: 'too_long', message: 2, detail: '257 encodings' },
    });
    expect(send(join(u8(2, 0), u16(65535))).violation).toMatchObject({ reason: 'too_long' });
  });
});

describe('Extended Clipboard', () => {
  const caps = extendedCutText(flags.caps | flags.request | flags.notify | flags.provide | flags.text, s32(0));
  const asking = extendedCutText(flags.request | flags.text);
  const peek = extendedCutText(flags.peek);
  const notify = extendedCutText(flags.notify | flags.text);
  const provide = extendedCutText(flags.provide | flags.text, Buffer.from('deflated text of the person'));
  const all = [caps, asking, peek, notify, provide];

  it.each<[string, Partial<ClientRules>, Buffer[]]>([
    ['both', { clipboard: 'both' }, all],
    ['in', { clipboard: 'in' }, all],
    ['out', { clipboard: 'out' }, [caps, asking, peek]],
    ['none', { clipboard: 'none' }, []],
    ['both, but view-only', { viewOnly: true }, []],
  ])('passes what the clipboard rule %s needs, and no text where none may pass', (_, rules, pass) => {
    const { output, violation } = send(join(asksExtendedClipboard, ...all, cutText(''), request()), rules);
    const plain = pass === all ? [cutText('')] : [];
    expect(violation).toBeNull();
    expect(output.endsWith(passed(...pass, ...plain, request()))).toBe(true);
    expect(output.length / 2).toBe(
      join(...pass, ...plain, request()).length + (rules.clipboard === 'none' || rules.viewOnly ? 8 : asksExtendedClipboard.length),
    );
  });

  it('does not let a text pass as something else', () => {
    const text = Buffer.from('a secret of the person, long enough to be more than sixty-four bytes of it');
    const disguised = [
      extendedCutText(flags.caps | flags.text, text),
      extendedCutText(flags.request | flags.text, text.subarray(0, 4)),
      extendedCutText(flags.peek, text.subarray(0, 1)),
      extendedCutText(flags.request | flags.peek),
      extendedCutText(flags.request | flags.provide | flags.text, text),
      extendedCutText(0, text),
      extendedCutText(flags.text, text),
    ];
    expect(send(join(asksExtendedClipboard, ...disguised), { clipboard: 'out' })).toMatchObject({
      output: passed(asksExtendedClipboard),
      violation: null,
    });
  });

  it('is refused when it was not asked for: such a server would wait for 4 GiB of text', () => {
    const violation = { reason: 'out_of_turn', message: 6 };
    expect(send(join(request(), notify))).toMatchObject({ output: passed(request()), violation });
    expect(outcome([asksExtendedClipboard, client.setEncodings(7), notify]).violation).toMatchObject(violation);
    expect(outcome([asksExtendedClipboard, notify]).violation).toBeNull();
  });
});

describe('SetDesktopSize', () => {
  const violation = { reason: 'out_of_turn', message: 251 };

  it('is refused when ExtendedDesktopSize was not asked for, or no longer: a server may end over the answer', () => {
    expect(send(join(request(), desktopSize(), request()))).toMatchObject({ output: passed(request()), violation });
    expect(send(join(asksResize, client.setEncodings(encodings.desktopSize), desktopSize())).violation).toMatchObject(violation);
    expect(send(join(asksExtendedClipboard, asksResize, desktopSize(), request())).violation).toBeNull();
  });

  it('is dropped where nobody may resize, asked for or not', () => {
    for (const rules of [{ viewOnly: true }, { resize: false }])
      expect(send(join(desktopSize(), asksResize, desktopSize()), rules)).toMatchObject({ output: passed(asksResize), violation: null });
  });
});

describe('a stream that breaks a rule', () => {
  const head = (length: number): Buffer => join(u8(6, 0, 0, 0), s32(length));

  it.each<[string, Buffer, object]>([
    ['an unknown type', u8(7), { reason: 'unknown', message: 7 }],
    ['FixColourMapEntries', u8(1, 0, 0, 0), { reason: 'unknown', message: 1 }],
    ['gii', u8(253, 1), { reason: 'unknown', message: 253 }],
    ["QEMU's audio", u8(255, 1, 0, 0), { reason: 'unknown', message: 255, detail: 'sub-message 1' }],
    ['an extended text without its flags', join(head(-3), u8(0, 0, 0)), { reason: 'malformed', message: 6 }],
    ['a fence with 65 bytes', join(u8(248, 0, 0, 0), s32(1), u8(65), threes(65)), { reason: 'too_long', message: 248 }],
    ['24 bits a pixel', setPixelFormat({ bits: 24, depth: 24 }), { reason: 'malformed', message: 0 }],
    ['no bits a pixel', setPixelFormat({ bits: 0, depth: 0 }), { reason: 'malformed', message: 0 }],
    ['a depth beyond its pixel', setPixelFormat({ bits: 8, depth: 24 }), { reason: 'malformed', message: 0 }],
  ])('ends at %s, whatever the rules, and nothing of that message or after it passes', (_, bytes, violation) => {
    for (const [, rules] of ruleSets) {
      const before = join(asksExtendedClipboard, request());
      const result = send(join(before, bytes, request(), key(), cutText()), rules);
      expect(result.output).toBe(outcome([before], rules).output);
      expect(result.violation).toMatchObject(violation);
    }
  });

  it(`takes a text of exactly ${MAX_CUT_TEXT} bytes`, () => {
    const text = cutText('x'.repeat(MAX_CUT_TEXT));
    expect(outcome([text, key()]).output).toBe(passed(text, key()));
    expect(outcome([text, key()], { clipboard: 'none' }).output).toBe(passed(key()));
  });

  it.each<[string, Buffer, Buffer]>([
    ['plain', head(MAX_CUT_TEXT + 1), Buffer.alloc(MAX_CUT_TEXT + 1, key())],
    ['extended', join(head(-MAX_CUT_TEXT - 1), s32(flags.provide)), Buffer.alloc(MAX_CUT_TEXT - 3, key())],
  ])('skips a longer one, %s, and goes on behind it', (_, start, text) => {
    for (const [, rules] of ruleSets) {
      const pieces = [asksExtendedClipboard, start, text.subarray(0, 5), text.subarray(5), request()];
      expect(outcome(pieces, rules)).toMatchObject({ output: outcome([asksExtendedClipboard, request()], rules).output, violation: null });
    }
  });

  it.each([0x7fffffff, -0x80000000])('holds nothing of a text of %i bytes, and lets nothing of it pass', (length) => {
    const result = outcome([join(head(length), s32(flags.provide), key(), key()), Buffer.alloc(100_000, key())]);
    expect(result).toMatchObject({ output: '', violation: null });
  });

  it('stays ended', () => {
    let violations = 0;
    const engine = new ClientMessages(everything, { forward: () => expect.unreachable(), violation: () => violations++ });
    engine.push(u8(99));
    for (let time = 0; time < 3; time++) engine.push(join(request(), u8(99)));
    expect(violations).toBe(1);
    expect(engine.closed).toBe(true);
  });

  it('tells nothing of what a person typed or copied', () => {
    const { violation } = outcome([join(u8(6, 0, 0, 0), s32(-0x7fffffff), Buffer.from('secret words'))]);
    expect(JSON.stringify(violation)).not.toMatch(/secret|736563/);
  });
});

describe('the buttons beyond the seventh', () => {
  const side = join(pointer(0x80), u8(1));

  it('pass in the longer PointerEvent, once the viewer has asked for it', () => {
    expect(send(join(asksMouse, side, key(), pointer(2), side))).toMatchObject({
      output: passed(asksMouse, side, key(), pointer(2), side),
      violation: null,
    });
  });

  it('pass under a rule once the server has said that it takes them, and not before', () => {
    const forwarded: Buffer[] = [];
    const agreement = new PixelAgreement(NATURAL);
    const sink = { forward: (bytes: Buffer) => forwarded.push(bytes), violation: () => expect.unreachable() };
    const viewer = new ClientMessages({ ...everything, clipboard: 'in' }, sink, agreement);
    viewer.push(asksMouse);
    agreement.extendedMouse = true;
    for (const piece of bytewise(join(side, request()))) viewer.push(piece);
    expect(passed(...forwarded)).toBe(passed(asksMouse, side, request()));
  });

  it('are let go of when the viewer has gone', () => {
    const viewer = new ClientMessages(everything, { forward: () => undefined, violation: () => expect.unreachable() });
    viewer.push(join(asksMouse, side));
    expect(viewer.release().toString('hex')).toBe(passed(pointer(0)));
    viewer.push(join(side, join(pointer(0x80), u8(0))));
    expect(viewer.release()).toHaveLength(0);
  });
});

describe('smuggling', () => {
  it.each<[string, Buffer, Partial<ClientRules>]>([
    ['keys inside a clipboard text', cutText(join(key(), key(), xvp()).toString('latin1')), { clipboard: 'none' }],
    ['keys inside the screens of a resize', desktopSize(2), { resize: false }],
  ])('%s are part of what is dropped', (_, bytes, rules) => {
    expect(send(join(request(), bytes, request()), rules).output).toBe(passed(request(), request()));
  });

  it('a seventh byte of a PointerEvent begins the next message where Extended Mouse Buttons are not asked for', () => {
    const extended = join(pointer(0x81), u8(4));
    const rest = key().subarray(1);
    expect(send(join(asksMouse, extended, rest), { viewOnly: true }).output).toBe(passed(client.setEncodings()));
    expect(send(join(extended, rest)).output).toBe(passed(pointer(0x81), key()));
  });

  it('behind a seventh byte that the server might not read ends the session, where a rule holds', () => {
    const rules = { clipboard: 'out' } as const;
    for (const before of [asksMouse, join(asksMouse, client.setEncodings(0))]) {
      const smuggled = join(pointer(0x80), u8(6), Buffer.alloc(7), key());
      const { output, violation } = send(join(before, pointer(1), smuggled), rules, true);
      expect([output, violation]).toEqual([passed(before, pointer(1)), expect.objectContaining({ reason: 'out_of_turn', message: 5 })]);
    }
  });

  it('a message that never ends holds back no more than its head', () => {
    expect(outcome([u8(2, 0), u16(MAX_ENCODINGS), threes(4 * MAX_ENCODINGS - 1)])).toMatchObject({ output: '', violation: null });
    expect(outcome([u8(2, 0), u16(MAX_ENCODINGS), threes(4 * MAX_ENCODINGS)]).output).toHaveLength(2 * (4 + 4 * MAX_ENCODINGS));
  });
});

describe('input', () => {
  it.each<[string, Buffer, boolean]>([
    ['a key', key(), true],
    ['the pointer', pointer(), true],
    ["QEMU's key", qemuKey(), true],
    ['power', xvp(), true],
    ['a text', cutText(), true],
    ['word of a text', extendedCutText(flags.notify | flags.text), true],
    ['capabilities, which viewers send by themselves', extendedCutText(flags.caps | flags.text, s32(0)), false],
    ["asking for the host's text, likewise", extendedCutText(flags.request | flags.text), false],
    ['an update request', request(), false],
    ['a fence', fence(), false],
    ['a resize, which follows the window', desktopSize(), false],
    ['encodings', client.setEncodings(7), false],
  ])('is told of %s, dropped or not', (_, bytes, input) => {
    const stream = join(client.setEncodings(encodings.extendedClipboard, encodings.extendedDesktopSize), bytes);
    for (const [, rules] of ruleSets) expect(send(stream, rules).input).toBe(input);
  });
});

describe('the pixel format, when the server is framed', () => {
  const { bgrx, rgb565, rgb332 } = formats;
  const late = { reason: 'out_of_turn', message: 0, detail: 'updates may be under way' };

  it.each<[string, Format]>(Object.entries(formats))('may be %s before anything else', (_, format) => {
    expect(send(join(setPixelFormat(format), client.setEncodings(7), request()), {}, true).violation).toBeNull();
  });

  it('may change until the first message that can bring an update', () => {
    expect(send(join(setPixelFormat(rgb565), setPixelFormat(rgb332), request()), {}, true).violation).toBeNull();
  });

  it.each<[string, Buffer]>([
    ['SetEncodings, which QEMU answers with a cursor', client.setEncodings(7)],
    ['FramebufferUpdateRequest', request()],
    ['EnableContinuousUpdates', continuousUpdates()],
  ])('is fixed from %s on', (_, first) => {
    expect(send(join(setPixelFormat(bgrx), first, setPixelFormat(rgb565)), {}, true)).toMatchObject({
      output: passed(setPixelFormat(bgrx), first),
      violation: late,
    });
    expect(send(join(setPixelFormat(bgrx), first, setPixelFormat(bgrx), key()), {}, true).violation).toBeNull();
    expect(send(join(setPixelFormat(bgrx), first, setPixelFormat(rgb565)), {}, false).violation).toBeNull();
  });

  it.each<[string, Format]>([
    ['a colour map', { bits: 8, depth: 8, trueColour: 0 }],
    ['a depth that servers read differently', { bits: 32, depth: 32 }],
    ['more than eight bits a colour', { bits: 32, depth: 24, maxima: [1023, 1023, 1023], shifts: [20, 10, 0] }],
    ['colours across bytes', { bits: 32, depth: 24, shifts: [17, 9, 1] }],
    ['two colours in one byte', { bits: 32, depth: 24, shifts: [16, 16, 0] }],
  ])('may not have %s: pixels of uncertain length', (_, format) => {
    expect(send(setPixelFormat(format), {}, true).violation).toMatchObject({ reason: 'out_of_turn', message: 0 });
    expect(send(join(setPixelFormat(format), request()), {}, false).violation).toBeNull();
    // The server's own such format is as bad, unless the client asks for another.
    expect(send(request(), {}, true, pixelFormat(format)).violation).toMatchObject({ reason: 'out_of_turn', message: 3 });
    expect(send(join(setPixelFormat(bgrx), request()), {}, true, pixelFormat(format)).violation).toBeNull();
  });

  it("may be the server's own, with any true-colour flag but zero", () => {
    expect(send(request(), {}, true, pixelFormat({ ...bgrx, trueColour: 255 })).violation).toBeNull();
  });
});
