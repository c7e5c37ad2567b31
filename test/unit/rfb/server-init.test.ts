import { expect, it } from 'vitest';
import { readServerInit } from '@/server/rfb/server-init';
import { against, everyDelivery, hex, u16, u32 } from './support/scripted-peer';
import { reason, serverInit, text, u8 } from './support/transcripts';

const read = (bytes: Buffer, options?: { tight: boolean }) => {
  const { stream } = against(async (peer) => {
    await peer.send(bytes);
    peer.side.end();
  });
  return readServerInit(stream, options);
};

it('is read from any split, and stops where it ends', async () => {
  const bytes = serverInit("ann's desktop");
  for (const delivery of everyDelivery(bytes.length)) {
    const { stream } = against((peer) => peer.send(bytes, text('!')), delivery);
    await expect(readServerInit(stream)).resolves.toMatchObject({ width: 640, height: 480, name: "ann's desktop", raw: bytes });
    expect((await stream.read(1)).toString()).toBe('!');
    stream.destroy();
  }
});

it('passes on a name without control characters, and its length', async () => {
  const { name, raw } = await read(serverInit('a\u0000b\n\u202ec\u0007'));
  expect(name).toBe('a b c');
  expect(raw).toEqual(serverInit('a b c'));
});

it('reads a name that is not UTF-8 as Latin-1', async () => {
  const bytes = Buffer.concat([serverInit('').subarray(0, 20), u32(4), hex('42fc726f')]);
  await expect(read(bytes)).resolves.toMatchObject({ name: 'Büro' });
});

it.each([
  ["x11vnc's flags of 255", '20 18 00 ff 00ff 00ff 00ff 10 08 00 000000'],
  ['16 bits', '10 10 00 01 001f 003f 001f 0b 05 00 000000'],
  ['8 bits with a palette', '08 08 00 00 0000 0000 0000 00 00 00 000000'],
  ['30-bit colour', '20 1e 00 01 03ff 03ff 03ff 14 0a 00 000000'],
])('takes %s', async (_title, format) => {
  await expect(read(serverInit('x', hex(format)))).resolves.toMatchObject({ pixelFormat: hex(format) });
});

it('takes a screen without pixels, which the server resizes later', async () => {
  const bytes = Buffer.concat([u32(0), serverInit('x').subarray(4)]);
  await expect(read(bytes)).resolves.toMatchObject({ width: 0, height: 0 });
});

it.each([
  ['24 bits per pixel', '18 18 00 01 00ff 00ff 00ff 10 08 00 000000'],
  ['no bits per pixel', '00 00 00 00 0000 0000 0000 00 00 00 000000'],
  ['more depth than bits', '10 18 00 01 001f 003f 001f 0b 05 00 000000'],
  ['a colour without values', '20 18 00 01 0000 00ff 00ff 10 08 00 000000'],
  ['a colour outside the pixel', '20 18 00 01 00ff 00ff 00ff 19 08 00 000000'],
])('takes %s too, since every viewer sets a format of its own, and stops where it ends', async (_title, format) => {
  const bytes = serverInit("ann's desktop", hex(format));
  const tight = Buffer.concat([bytes, u16(1), u16(0), u16(0), u16(0), Buffer.alloc(16)]);
  for (const [sent, options] of [
    [bytes, { tight: false }],
    [tight, { tight: true }],
  ] as const) {
    const { stream } = against(async (peer) => {
      await peer.send(sent, text('!'));
      peer.side.end();
    });
    await expect(readServerInit(stream, options)).resolves.toMatchObject({ pixelFormat: hex(format), name: "ann's desktop", raw: bytes });
    expect(String(await stream.read(1))).toBe('!');
  }
});

it('refuses a name of more than 4096 bytes without waiting for it', async () => {
  const { stream } = against((peer) => peer.send(serverInit('').subarray(0, 20), u32(4097)));
  await expect(readServerInit(stream)).rejects.toMatchObject({ code: 'too_long' });
});

it('refuses more capabilities of Tight than there can be', async () => {
  await expect(read(Buffer.concat([serverInit('x'), u16(513), u16(0), u16(0), u16(0)]), { tight: true })).rejects.toMatchObject({
    code: 'too_long',
  });
});

it("knows wayvnc 0.5's refusal, whose first four bytes read as success", async () => {
  const refusal = Buffer.concat([u8(0), reason('Invalid username or password')]);
  await expect(read(refusal.subarray(4))).rejects.toMatchObject({ code: 'login_failed', reason: 'Invalid username or password' });
  const freed = hex('1c000000000000000000000020499842bc550000664e24ba717f000030');
  await expect(read(freed)).rejects.toMatchObject({ code: 'login_failed', reason: '' });
  await expect(read(Buffer.concat([u8(4), text('bad!')]))).rejects.toMatchObject({ code: 'login_failed', reason: 'bad!' });
});
