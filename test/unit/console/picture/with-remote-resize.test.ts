import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { type RemoteResizeRfb, withRemoteResize } from '@/components/console/picture/with-remote-resize';
import { type ViewRfb, withView } from '@/components/console/picture/with-view';
import { element, FakeChannel, loadNoVncHere } from '../support/novnc-browser';

const EXTENDED_DESKTOP_SIZE = -308;

let Rfb: RfbClass<RFB & ViewRfb & RemoteResizeRfb>;
beforeAll(async () => {
  const Base = await loadNoVncHere();
  vi.stubGlobal('devicePixelRatio', 1);
  Rfb = withRemoteResize(withView(Base));
});
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A console in a window, of a server that makes of each size that it is asked for what the test says. */
function open(answer: (width: number, height: number) => [number, number]) {
  const channel = new FakeChannel();
  const rfb = new Rfb(element(), channel);
  const sizes: string[] = [];
  const window = { width: 1001, height: 703 };
  rfb._screen.getBoundingClientRect = () => ({ left: 0, top: 0, ...window }) as DOMRect;
  const tells = (reason: number, width: number, height: number) => {
    const update = Buffer.alloc(4 + 12 + 20);
    update[3] = 1;
    update.writeUInt16BE(reason, 4);
    update.writeUInt16BE(width, 8);
    update.writeUInt16BE(height, 10);
    update.writeInt32BE(EXTENDED_DESKTOP_SIZE, 12);
    update[16] = 1;
    channel.says(update);
  };
  channel.says(Buffer.from('RFB 003.008\n'), Uint8Array.of(1, 1), Buffer.alloc(4));
  channel.says(Uint8Array.of(0, 64, 0, 48, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0, 0, 0, 0, 0));
  tells(0, 64, 48);
  channel.take();
  /** Lets all time pass in which something could still be asked for. */
  const settle = async () => {
    for (let n = 0; n < 20; n++) {
      await vi.advanceTimersByTimeAsync(1_000);
      const sent = channel.take();
      for (let at = sent.indexOf(251); at >= 0; at = sent.indexOf(251, at + 24)) {
        const [width, height] = [sent.readUInt16BE(at + 2), sent.readUInt16BE(at + 4)];
        sizes.push(`${width}x${height}`);
        tells(1, ...answer(width, height));
      }
    }
  };
  const resizeTo = (width: number, height: number) => {
    Object.assign(window, { width, height });
    rfb._handleResize();
  };
  return { rfb, sizes, settle, resizeTo };
}

const rounded = (width: number, height: number): [number, number] => [width - (width % 8), height - (height % 8)];

it('asks a host that takes the size once', async () => {
  const { rfb, sizes, settle } = open((width, height) => [width, height]);
  rfb.resizeSession = true;
  await settle();
  expect([sizes, rfb.resizing]).toEqual([['1001x703'], 'done']);
});

it('asks a host that rounds the size twice, and then takes its size', async () => {
  const { rfb, sizes, settle } = open(rounded);
  rfb.resizeSession = true;
  await settle();
  expect([sizes, rfb.resizing]).toEqual([['1001x703', '1001x703'], 'other']);
});

it('asks a host that rounds the size again when the window changes, or when the person wants it anew', async () => {
  const { rfb, sizes, settle, resizeTo } = open(rounded);
  rfb.resizeSession = true;
  await settle();
  resizeTo(905, 703);
  await settle();
  expect(sizes.slice(2)).toEqual(['905x703', '905x703']);
  rfb.resizeSession = false;
  rfb.resizeSession = true;
  await settle();
  expect(sizes).toHaveLength(6);
});
