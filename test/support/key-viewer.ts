/** As much of a viewer as types (RFC 6143 section 7.5.4): over plain TCP, keys as noVNC sends them. */

import { join as joinPath } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RawConnection } from './raw-connection';
import { s32, u16, u8 } from './rfb-bytes';

const ENCODING_RAW = 0;
const ENCODING_QEMU_EXTENDED_KEYS = -258;

export interface KeyViewer {
  /** The server announced QEMU's extended key events. */
  extendedKeys: boolean;
  sendKey(keysym: number, code: string | null, down?: boolean): void;
  close(): void;
}

/** @param asks whether it asks for QEMU's extended key events at all */
export async function openKeyViewer(port: number, { asks = true }: { asks?: boolean } = {}): Promise<KeyViewer> {
  const scancodes = await noVncScancodes();
  const connection = await RawConnection.open(port);
  await connection.bytes(12);
  await connection.write('RFB 003.008\n');
  const [count] = await connection.bytes(1);
  await connection.bytes(count!);
  await connection.write(u8(1));
  await connection.bytes(4);
  await connection.write(u8(1));
  const init = await connection.bytes(24);
  await connection.bytes(init.readUInt32BE(20));
  const encodings = asks ? [ENCODING_RAW, ENCODING_QEMU_EXTENDED_KEYS] : [ENCODING_RAW];
  await connection.write(Buffer.concat([u8(2, 0), u16(encodings.length), s32(...encodings)]));
  // One pixel: what the server announces comes with or before it.
  await connection.write(Buffer.concat([u8(3, 0), u16(0, 0, 1, 1)]));
  let extendedKeys = false;
  for (let seen = false; !seen;) {
    const [type] = await connection.bytes(1);
    if (type !== 0) throw new Error(`message type ${type}`);
    const rectangles = (await connection.bytes(3)).readUInt16BE(1);
    for (let n = 0; n < rectangles; n++) {
      const header = await connection.bytes(12);
      const encoding = header.readInt32BE(8);
      if (encoding === ENCODING_QEMU_EXTENDED_KEYS) extendedKeys = true;
      else {
        await connection.bytes(header.readUInt16BE(4) * header.readUInt16BE(6) * (init[4]! / 8));
        seen = true;
      }
    }
  }
  const send = (keysym: number, code: string | null, down: boolean): void => {
    const scancode = code === null ? undefined : scancodes[code];
    const bytes =
      extendedKeys && scancode !== undefined
        ? Buffer.concat([u8(255, 0), u16(down ? 1 : 0), s32(keysym, scancode >> 8 === 0xe0 ? (scancode & 0xff) | 0x80 : scancode)])
        : Buffer.concat([u8(4, down ? 1 : 0), u16(0), s32(keysym)]);
    void connection.write(bytes);
  };
  return {
    extendedKeys,
    sendKey(keysym, code, down) {
      if (down !== false) send(keysym, code, true);
      if (down !== true) send(keysym, code, false);
    },
    close: () => connection.close(),
  };
}

/** The package exports only its main file. */
async function noVncScancodes(): Promise<Record<string, number>> {
  const file = joinPath(import.meta.dirname, '../../node_modules/@novnc/novnc/core/input/xtscancodes.js');
  return ((await import(pathToFileURL(file).href)) as { default: Record<string, number> }).default;
}
