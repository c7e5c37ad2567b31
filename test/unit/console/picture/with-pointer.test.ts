import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { withPointer } from '@/components/console/picture/with-pointer';
import { type ViewRfb, withView } from '@/components/console/picture/with-view';
import { element, FakeChannel, loadNoVncHere } from '../support/novnc-browser';

const EXTENDED_MOUSE_BUTTONS = -316;

let Rfb: RfbClass<RFB & ViewRfb>;
beforeAll(async () => {
  const Base = await loadNoVncHere();
  vi.stubGlobal('devicePixelRatio', 1);
  Rfb = withPointer(withView(Base));
});
afterAll(() => vi.unstubAllGlobals());

/** A console, and the PointerEvent messages (RFC 6143 section 7.5.5) that leave it. */
function open(announces: boolean) {
  const channel = new FakeChannel();
  const rfb = new Rfb(element(), channel);
  rfb._screen.getBoundingClientRect = () => ({ left: 0, top: 0, width: 64, height: 48 }) as DOMRect;
  channel.says(Buffer.from('RFB 003.008\n'), Uint8Array.of(1, 1), Buffer.alloc(4));
  channel.says(Uint8Array.of(0, 64, 0, 48, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0, 0, 0, 0, 0));
  const offered = channel.take();
  const update = Buffer.alloc(16);
  update[3] = 1;
  update.writeInt32BE(EXTENDED_MOUSE_BUTTONS, 12);
  if (announces) channel.says(update);
  rfb.focusOnClick = false;
  channel.take();
  const mouse = (type: string, buttons: number) => {
    const event = new Event(type, { cancelable: true });
    Object.assign(event, { buttons, clientX: 10, clientY: 10 });
    rfb._canvas.dispatchEvent(event);
    return { sent: channel.take().toString('hex'), prevented: event.defaultPrevented };
  };
  return { offered, mouse };
}

it('offers a server the side buttons, and sends them to one that takes them', () => {
  const { offered, mouse } = open(true);
  expect(offered.includes(Buffer.from('fffffec4', 'hex'))).toBe(true);
  // Back is the eighth button, forward the ninth.
  expect([mouse('mousedown', 8), mouse('mouseup', 0)]).toEqual([
    { sent: '0580000a000a01', prevented: true },
    { sent: '0500000a000a', prevented: true },
  ]);
  expect(mouse('mousedown', 16).sent).toBe('0580000a000a02');
});

it('sends no side button to a server that does not take it', () => {
  const { mouse } = open(false);
  expect(mouse('mousedown', 8).sent).not.toMatch(/^058/);
});
