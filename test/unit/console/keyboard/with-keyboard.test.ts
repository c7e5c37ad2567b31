import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import us from '@/components/console/keyboard/layouts/us';
import { MacOption } from '@/components/console/keyboard/mac-option';
import { type KeyboardRfb, withKeyboard } from '@/components/console/keyboard/with-keyboard';
import { element, FakeChannel, loadNoVncHere } from '../support/novnc-browser';

const none = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const SERVER_INIT = Uint8Array.of(0, 64, 0, 48, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0, 0, 0, 0, 0);

let Rfb: RfbClass<RFB & KeyboardRfb>;
let rfb: RFB & KeyboardRfb;
let channel: FakeChannel;
let now = 0;

beforeAll(async () => {
  Rfb = withKeyboard(await loadNoVncHere());
});
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => {
  channel = new FakeChannel();
  rfb = new Rfb(element(), channel);
  channel.says(Buffer.from('RFB 003.008\n'), Uint8Array.of(1, 1), Buffer.alloc(4), SERVER_INIT);
  channel.take();
});

/** A key of the person's keyboard, as the page hears of it. */
function key(type: 'keydown' | 'keyup', code: string, name: string, flags: Partial<typeof none> = {}, location = 0): void {
  const event = new Event(type, { cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: ++now });
  Object.assign(event, { code, key: name, location, ...none, ...flags, getModifierState: () => false });
  rfb.letGoOfUnheld(event as unknown as KeyboardEvent);
  rfb._canvas.dispatchEvent(event);
}
const moves = (flags: Partial<typeof none> = {}) => rfb.letGoOfUnheld({ type: 'pointermove', timeStamp: ++now, ...none, ...flags });

/** The KeyEvent messages (RFC 6143 section 7.5.4) since the last call, as +ffe1 and -ffe1. */
function sent(): string[] {
  const bytes = channel.take();
  return Array.from({ length: bytes.length / 8 }, (_, n) => {
    const event = bytes.subarray(8 * n, 8 * n + 8);
    return `${event[1] === 1 ? '+' : '-'}${event.readUInt32BE(4).toString(16)}`;
  });
}

describe('on a Mac', () => {
  beforeEach(() => vi.stubGlobal('navigator', { platform: 'MacIntel', userAgent: '', maxTouchPoints: 0 }));

  it('Cmd+Shift+4, whose releases macOS keeps, leaves nothing down once the pointer moves', () => {
    key('keydown', 'ShiftLeft', 'Shift', { shiftKey: true }, 1);
    key('keydown', 'MetaLeft', 'Meta', { shiftKey: true, metaKey: true }, 1);
    moves({ shiftKey: true, metaKey: true });
    expect(sent()).toEqual(['+ffe1', '+ffe9']);
    moves();
    expect(sent()).toEqual(['-ffe1', '-ffe9']);
    moves();
    expect(sent()).toEqual([]);
  });

  it('a key that goes up while Cmd is down is let go of with Cmd', () => {
    key('keydown', 'KeyA', 'a');
    key('keydown', 'MetaLeft', 'Meta', { metaKey: true }, 1);
    expect(sent()).toEqual(['+61', '+ffe9']);
    key('keyup', 'MetaLeft', 'Meta', {}, 1);
    expect(sent()).toEqual(['-61', '-ffe9']);
  });

  it('the next key goes without the modifiers whose release got lost', () => {
    key('keydown', 'ShiftLeft', 'Shift', { shiftKey: true }, 1);
    key('keydown', 'KeyB', 'b');
    expect(sent()).toEqual(['+ffe1', '-ffe1', '+62']);
  });

  it('the left Option key is Alt where the person wants that, and types other characters elsewhere', () => {
    key('keydown', 'AltLeft', 'Alt', { altKey: true }, 1);
    key('keydown', 'KeyA', 'å', { altKey: true });
    key('keyup', 'KeyA', 'å', { altKey: true });
    key('keyup', 'AltLeft', 'Alt', {}, 1);
    expect(sent()).toEqual(['+ff7e', '+e5', '-e5', '-ff7e']);
    rfb.sendOptionAsAlt(new MacOption(us));
    key('keydown', 'AltLeft', 'Alt', { altKey: true }, 1);
    key('keydown', 'KeyA', 'å', { altKey: true });
    key('keyup', 'KeyA', 'å', { altKey: true });
    key('keyup', 'AltLeft', 'Alt', {}, 1);
    expect(sent()).toEqual(['+ffe9', '+61', '-61', '-ffe9']);
  });
});

describe('a server that takes keysyms only and does not tell its Num Lock', () => {
  beforeEach(() => vi.stubGlobal('navigator', { platform: 'Linux x86_64', userAgent: '', maxTouchPoints: 0 }));
  const KEYPAD = 3;

  it('gets the digits and arrows of the keypad as keys without Num Lock', () => {
    for (const name of ['4', 'ArrowLeft']) {
      key('keydown', 'Numpad4', name, {}, KEYPAD);
      key('keyup', 'Numpad4', name, {}, KEYPAD);
    }
    expect(sent()).toEqual(['+34', '-34', '+ff51', '-ff51']);
  });

  it('gets the digits of the keypad with Alt as such: Windows makes characters of their number', () => {
    key('keydown', 'AltLeft', 'Alt', { altKey: true }, 1);
    key('keydown', 'Numpad4', '4', { altKey: true }, KEYPAD);
    key('keyup', 'AltLeft', 'Alt', {}, 1);
    key('keyup', 'Numpad4', '4', {}, KEYPAD);
    expect(sent()).toEqual(['+ffe9', '+ffb4', '-ffe9', '-ffb4']);
  });
});
