/** RFB messages of given lengths (RFC 6143), made once and sent again and again. */

/** 1 + 1 + 2 and one rectangle's 12 (section 7.6.1). */
const UPDATE_HEAD = 16;
const RAW = 0;
export const WIDTH = 1024;
export const HEIGHT = 768;

/** A FramebufferUpdate with one raw rectangle, as near to a length as whole pixels of 4 bytes allow. */
export function framebufferUpdate(length: number): Buffer {
  const pixels = Math.max(1, Math.floor((length - UPDATE_HEAD) / 4));
  const height = Math.ceil(pixels / WIDTH);
  const width = Math.floor(pixels / height);
  const message = Buffer.alloc(UPDATE_HEAD + 4 * width * height);
  message.writeUInt16BE(1, 2);
  message.writeUInt16BE(width, 8);
  message.writeUInt16BE(height, 10);
  message.writeInt32BE(RAW, 12);
  for (let at = UPDATE_HEAD; at < message.length; at++) message[at] = (at * 31) & 0xff;
  return message;
}

export type EventKind = 'key' | 'request';
export const KEY_LENGTH = 8;

/** What a person does: a key that goes down, 8 bytes; or an update asked for, 10 bytes, which people who only watch may send too. */
export function clientEvent(kind: EventKind): Buffer {
  if (kind === 'key') return Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61]);
  const request = Buffer.alloc(10);
  request[0] = 3;
  request[1] = 1;
  request.writeUInt16BE(WIDTH, 6);
  request.writeUInt16BE(HEIGHT, 8);
  return request;
}

/** ServerInit (section 7.3.2): 32 bits a pixel, true colour. */
export function serverInit(): Buffer {
  const name = Buffer.from('bench');
  const init = Buffer.alloc(24 + name.length);
  init.writeUInt16BE(WIDTH, 0);
  init.writeUInt16BE(HEIGHT, 2);
  Buffer.from([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]).copy(init, 4);
  init.writeUInt32BE(name.length, 20);
  name.copy(init, 24);
  return init;
}
