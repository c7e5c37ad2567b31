import { expect, it } from 'vitest';
import { vncAuth, vncResponse } from '@/server/rfb/security/vnc-auth';
import { against, everyDelivery, hex } from './support/scripted-peer';
import { challenge, password, response } from './support/transcripts';

it('answers as TigerVNC accepted it', () => {
  expect(vncResponse(password, challenge)).toEqual(response);
});

it('counts eight bytes of a password, and pads a shorter one', () => {
  expect(vncResponse('12345678', challenge)).toEqual(vncResponse('123456789', challenge));
  expect(vncResponse('abc', challenge)).toEqual(vncResponse('abc\0\0\0\0\0', challenge));
});

it('takes a password in Latin-1 where that can write it, else in UTF-8', () => {
  expect(vncResponse('ü', challenge)).toEqual(vncResponse(Buffer.of(0xfc).toString('latin1'), challenge));
  expect(vncResponse('ж', challenge)).toEqual(vncResponse(Buffer.from('ж').toString('latin1'), challenge));
});

it('reads the challenge from any split and answers with 16 bytes', async () => {
  for (const delivery of everyDelivery(16)) {
    const { stream, result } = against(async (peer) => {
      await peer.send(challenge);
      return peer.take(16);
    }, delivery);
    await vncAuth.authenticate(stream, { credentials: { password }, tls: { servername: '' }, version: '3.8' });
    expect(await result).toEqual(response);
    stream.destroy();
  }
});

it('reads DES keys with the bits of each byte reversed', () => {
  // The classic vector: key 133457799bbcdff1, block 0123456789abcdef.
  const key = Buffer.from(
    hex('133457799bbcdff1').map((byte) => parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2)),
  );
  expect(vncResponse(key.toString('latin1'), hex('0123456789abcdef0123456789abcdef'))).toEqual(hex('85e813540f0ab40585e813540f0ab405'));
});
