/** noVNC in Node, with as much of a browser as it takes to read a picture: what is drawn is kept pixel by pixel. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { vi } from 'vitest';

/** An element, and a canvas whose context keeps its pixels. */
class FakeElement extends EventTarget {
  style = {};
  width = 0;
  height = 0;
  clientWidth = 0;
  clientHeight = 0;
  drawn = new Map<string, number[]>();
  appendChild = (): void => undefined;
  setPointerCapture = (): void => undefined;
  setCapture = (): void => undefined;
  getBoundingClientRect = () => ({ left: 0, top: 0, width: 0, height: 0 });
  toDataURL = () => '';
  getContext = () => {
    const { drawn } = this;
    const put = (x: number, y: number, colour: number[]) => drawn.set(`${x},${y}`, colour);
    return {
      fillStyle: '',
      putImageData({ data, width, height, isKept }: FakeImage, left: number, top: number) {
        // A canvas that changes its size has its picture given back: what was drawn is known.
        if (isKept) return;
        for (let at = 0; at < width * height; at++)
          put(left + (at % width), top + Math.floor(at / width), [...data.subarray(4 * at, 4 * at + 4)]);
      },
      fillRect(left: number, top: number, width: number, height: number) {
        const [red, green, blue] = this.fillStyle.match(/\d+/g)!.map(Number);
        for (let at = 0; at < width * height; at++) put(left + (at % width), top + Math.floor(at / width), [red!, green!, blue!, 255]);
      },
      getImageData: (_x: number, _y: number, width: number, height: number) => new FakeImage(new Uint8ClampedArray(0), width, height, true),
      drawImage: () => undefined,
      clearRect: () => undefined,
    };
  };
}

class FakeImage {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
    readonly isKept = false,
  ) {}
}

/** @returns noVNC's class; the fakes stay until the test's stubs are taken back */
export async function loadNoVncHere(): Promise<RfbClass> {
  vi.stubGlobal('window', Object.assign(new EventTarget(), { isSecureContext: true, requestAnimationFrame: () => 0 }));
  vi.stubGlobal('document', {
    createElement: () => new FakeElement(),
    documentElement: new FakeElement(),
    body: new FakeElement(),
    contains: () => false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  });
  vi.stubGlobal('navigator', { platform: '', userAgent: '', maxTouchPoints: 0 });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = (): void => undefined;
      disconnect = (): void => undefined;
    },
  );
  vi.stubGlobal(
    'MutationObserver',
    class {
      observe = (): void => undefined;
    },
  );
  vi.stubGlobal('ImageData', FakeImage);
  for (const name of ['WebSocket', 'RTCDataChannel']) vi.stubGlobal(name, function Unused() {});
  return (await import('@novnc/novnc')).default;
}

/** What noVNC speaks with: bytes in, bytes out. */
export class FakeChannel {
  binaryType = '';
  protocol = '';
  readyState = 'open';
  onopen: () => void = () => undefined;
  onclose: () => void = () => undefined;
  onerror: () => void = () => undefined;
  onmessage: (event: { data: ArrayBuffer }) => void = () => undefined;
  sent = Buffer.alloc(0);
  send = (bytes: Uint8Array): void => void (this.sent = Buffer.concat([this.sent, bytes]));
  close = (): void => undefined;

  /** The server says something, byte by byte. */
  says(...parts: Uint8Array[]): void {
    for (const byte of Buffer.concat(parts)) this.onmessage({ data: Uint8Array.of(byte).buffer });
  }

  /** What was sent since the last call. */
  take(): Buffer {
    const { sent } = this;
    this.sent = Buffer.alloc(0);
    return sent;
  }
}

export const element = (): HTMLElement => new FakeElement() as unknown as HTMLElement;
/** The pixels of noVNC's hidden canvas, on which it draws. */
export const drawnBy = (rfb: RFB): Map<string, number[]> => (rfb._display as unknown as { _backbuffer: FakeElement })._backbuffer.drawn;
