/** noVNC for servers that don't send pixels as it asks for: with few colours, in a format of their own, or with red and blue swapped. */

import type RFB from '@novnc/novnc';
import type { NoVncSocket, RfbClass } from '@novnc/novnc';
import type { Colours } from '@/server/contract/settings';
import { formatFor, type PixelFormat, PixelReader, readPixelFormat, setPixelFormat } from './pixel-format';

export interface PictureFormat {
  /** Counts from the next connection on. */
  colours: Colours;
  swapRedBlue: boolean;
}

export interface FormatRfb {
  pictureFormat: PictureFormat;
}

/** Before the pixel format in ServerInit (RFC 6143 section 7.3.2): width and height. With it and the length of the name: 24 bytes. */
const FORMAT_AT = 4;
const FORMAT_LENGTH = 16;
const SERVER_INIT = 24;
/** SetColourMapEntries, after the type of the message. */
const MAP_HEAD = 5;

const RAW = 0;
const CURSOR = -239;
const VMWARE_CURSOR = 0x574d5664;
/** noVNC reads these in its own pixel format only. */
const encodings = new Set([2, 5, 6, 7, 16, 21, 50, -260]);
const cursors = new Set([CURSOR, VMWARE_CURSOR]);
/** Their colours do not come as pixels of the agreed format: they would be right where the others are swapped. */
const unswapped = new Set([7, 21, 50, -260, VMWARE_CURSOR]);

type Allows = (encoding: number) => boolean;

/** What a connection is asked for, where that is not what noVNC asks for. */
const formats = new WeakMap<NoVncSocket, PixelFormat>();
const filters = new WeakMap<NoVncSocket, Allows>();

export const withFormat = <T extends RfbClass>(Base: T): T & RfbClass<RFB & FormatRfb> => {
  const { messages } = Base;
  const pixelFormat = messages.pixelFormat.bind(messages);
  const clientEncodings = messages.clientEncodings.bind(messages);
  // noVNC takes its messages from here, so that what it asks for can be changed nowhere else.
  Base.messages.pixelFormat = (sock, depth, trueColour) => {
    const format = formats.get(sock);
    if (!format) return pixelFormat(sock, depth, trueColour);
    sock.sQpushBytes(setPixelFormat(format));
    sock.flush();
  };
  Base.messages.clientEncodings = (sock, list) => clientEncodings(sock, list.filter(filters.get(sock) ?? (() => true)));

  return class extends Base implements FormatRfb {
    #format: PictureFormat = { colours: 'full', swapRedBlue: false };
    #reader: PixelReader | null = null;

    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    constructor(...args: any[]) {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
      super(...args);
      this.#swapOnDisplay();
      filters.set(this._sock, (encoding) => this.#allows(encoding));
    }

    get pictureFormat(): PictureFormat {
      return this.#format;
    }

    set pictureFormat(format: PictureFormat) {
      const swaps = format.swapRedBlue !== this.#format.swapRedBlue;
      this.#format = format;
      if (!swaps || this._rfbConnectionState !== 'connected') return;
      this._sendEncodings();
      Base.messages.fbUpdateRequest(this._sock, false, 0, 0, this._fbWidth, this._fbHeight);
    }

    #allows(encoding: number): boolean {
      if (this.#reader && (encodings.has(encoding) || cursors.has(encoding))) return false;
      return !this.#format.swapRedBlue || !unswapped.has(encoding);
    }

    override _negotiateServerInit(): boolean {
      if (this._sock.rQwait('server initialization', SERVER_INIT)) return false;
      const own = readPixelFormat(this._sock.rQpeekBytes(SERVER_INIT).slice(FORMAT_AT, FORMAT_AT + FORMAT_LENGTH));
      const format = formatFor(this.#format.colours, own);
      this.#reader = format && new PixelReader(format);
      if (format && this.#reader) {
        formats.set(this._sock, format);
        this._decoders[RAW] = new RawPixels(this.#reader);
      }
      return super._negotiateServerInit();
    }

    override _handleSetColourMapMsg(): boolean {
      if (this._sock.rQwait('colour map', MAP_HEAD, 1)) return false;
      const head = this._sock.rQpeekBytes(MAP_HEAD);
      const view = new DataView(head.buffer, head.byteOffset);
      const length = MAP_HEAD + 6 * view.getUint16(3);
      if (this._sock.rQwait('colour map', length, 1)) return false;
      this.#reader?.mapColours(view.getUint16(1), this._sock.rQpeekBytes(length).subarray(MAP_HEAD));
      this._sock.rQskipBytes(length);
      // What was drawn before has the colours of the map before.
      if (this.#reader) Base.messages.fbUpdateRequest(this._sock, false, 0, 0, this._fbWidth, this._fbHeight);
      return true;
    }

    override _updateCursor(rgba: Uint8Array, hotX: number, hotY: number, width: number, height: number): void {
      const swap = this.#format.swapRedBlue && this._FBU.encoding === CURSOR;
      super._updateCursor(swap ? swapped(rgba, 0, rgba.length) : rgba, hotX, hotY, width, height);
    }

    /** All that decoders draw of pixels goes through these two. */
    #swapOnDisplay(): void {
      const display = this._display;
      const blitImage = display.blitImage.bind(display);
      const fillRect = display.fillRect.bind(display);
      const swaps = () => this.#format.swapRedBlue;
      display.blitImage = (x, y, width, height, pixels, offset, fromQueue) => {
        const swap = swaps() && fromQueue !== true;
        const shown = swap ? swapped(pixels, offset, 4 * width * height) : pixels;
        blitImage(x, y, width, height, shown, swap ? 0 : offset, fromQueue);
      };
      display.fillRect = (x, y, width, height, colour, fromQueue) => {
        const swap = swaps() && fromQueue !== true;
        fillRect(x, y, width, height, swap ? [colour[2]!, colour[1]!, colour[0]!] : colour, fromQueue);
      };
    }
  };
};

/** The encoding Raw (section 7.7.1) in a pixel format that is not noVNC's, row by row. */
class RawPixels {
  #rows = 0;

  constructor(private readonly reader: PixelReader) {}

  decodeRect(x: number, y: number, width: number, height: number, sock: NoVncSocket, display: RFB['_display']): boolean {
    if (width === 0 || height === 0) return true;
    if (this.#rows === 0) this.#rows = height;
    const bytes = (width * this.reader.format.bits) / 8;
    while (this.#rows > 0) {
      if (sock.rQwait('RAW', bytes)) return false;
      const row = new Uint8Array(4 * width);
      this.reader.read(sock.rQpeekBytes(bytes), row);
      sock.rQskipBytes(bytes);
      display.blitImage(x, y + height - this.#rows, width, 1, row, 0);
      this.#rows -= 1;
    }
    return true;
  }
}

/** A copy: the memory of `pixels` is the decoder's. */
function swapped(pixels: Uint8Array, offset: number, length: number): Uint8Array {
  const copy = pixels.slice(offset, offset + length);
  for (let at = 0; at < length; at += 4) {
    copy[at] = pixels[offset + at + 2]!;
    copy[at + 2] = pixels[offset + at]!;
  }
  return copy;
}
