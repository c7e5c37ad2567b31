/** ARD and MSLogonII against a server that is written from rfbproto.rst and computes its own side. */

import { createDecipheriv, createHash, getDiffieHellman, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RfbErrorCode } from '@/server/rfb/rfb-error';
import { ard } from '@/server/rfb/security/ard';
import { msLogonII } from '@/server/rfb/security/ms-logon-ii';
import type { SecurityContext } from '@/server/rfb/security/security-type';
import { answerByNoVnc } from './support/novnc';
import { against, type Delivery, everyDelivery, hex, type ScriptedPeer, u16 } from './support/scripted-peer';

const credentials = { username: 'anna', password: 'mot de pässe' };
const context = (given: SecurityContext['credentials'] = credentials): SecurityContext => ({
  credentials: given,
  tls: { servername: '' },
  version: '3.8',
});

function untilNul(field: Buffer): string {
  expect(field).toContain(0);
  return field.subarray(0, field.indexOf(0)).toString('utf8');
}

/** base^exponent mod p, otherwise than the product does it: from the top. */
function power(base: bigint, exponent: bigint, p: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = power(base, exponent / 2n, p);
  return (half * half * (exponent % 2n === 0n ? 1n : base)) % p;
}

const toBytes = (value: bigint, length: number) => hex(value.toString(16).padStart(length * 2, '0'));
const toNumber = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);

const prime1024 = getDiffieHellman('modp2').getPrime();

/** macOS as rfbproto.rst has it ("Diffie-Hellman Authentication"), with the 1024-bit group of RFC 2409. */
function macOs() {
  const [g, p, a] = [2n, toNumber(prime1024), toNumber(randomBytes(16))];
  const message = Buffer.concat([u16(2), u16(128), prime1024, toBytes(power(g, a, p), 128)]);
  const read = (answer: Buffer) => {
    const secret = toBytes(power(toNumber(answer.subarray(128)), a, p), 128);
    const cipher = createDecipheriv('aes-128-ecb', createHash('md5').update(secret).digest(), null).setAutoPadding(false);
    const plain = cipher.update(answer.subarray(0, 128));
    return { username: untilNul(plain.subarray(0, 64)), password: untilNul(plain.subarray(64)), plain };
  };
  const script = async (peer: ScriptedPeer) => {
    await peer.send(message);
    return read(await peer.take(128 + 128));
  };
  return { message, read, script };
}

/** UltraVNC as rfbproto.rst has it ("MSLogonII Authentication"). */
function ultraVnc() {
  const [g, p, a] = [5n, 0xffffffffffffffc5n, toNumber(randomBytes(7))];
  const message = Buffer.concat([toBytes(g, 8), toBytes(p, 8), toBytes(power(g, a, p), 8)]);
  const read = (answer: Buffer) => {
    const secret = toBytes(power(answer.readBigUInt64BE(), a, p), 8);
    const mirrored = Buffer.from(
      Array.from(secret, (byte) => parseInt(Array.from(byte.toString(2).padStart(8, '0')).reverse().join(''), 2)),
    );
    const decrypted = (encrypted: Buffer) =>
      createDecipheriv('des-ede3-cbc', Buffer.concat([mirrored, mirrored, mirrored]), secret)
        .setAutoPadding(false)
        .update(encrypted);
    return { username: untilNul(decrypted(answer.subarray(8, 264))), password: untilNul(decrypted(answer.subarray(264))) };
  };
  const script = async (peer: ScriptedPeer) => {
    await peer.send(message);
    return read(await peer.take(8 + 256 + 64));
  };
  return { message, read, script };
}

async function login(type: typeof ard, script: (peer: ScriptedPeer) => Promise<object>, delivery: Delivery, given = credentials) {
  const { stream, peer, result } = against(script, delivery);
  await type.authenticate(stream, context(given));
  const read = await result;
  expect(peer.left()).toHaveLength(0);
  stream.destroy();
  return read;
}

async function refusal(type: typeof ard, message: Buffer, given: SecurityContext['credentials'] = credentials) {
  const { stream, peer, result } = against(async (server) => {
    await server.send(message);
  });
  const error = await type.authenticate(stream, context(given)).then(
    () => undefined,
    (reason: unknown) => reason as Error & { code: RfbErrorCode; needs: string[] },
  );
  await result;
  expect(peer.left()).toHaveLength(0);
  stream.destroy();
  expect(error).toBeDefined();
  expect(error!.message).not.toMatch(/anna|mot de|pässe|nnn|ppp|éé/);
  return { code: error!.code, needs: error!.needs };
}

describe('ARD', () => {
  it('logs in however the bytes of the server arrive', async () => {
    for (const delivery of everyDelivery(4 + 256)) expect(await login(ard, macOs().script, delivery)).toMatchObject(credentials);
  });

  it("is understood by the server that understands noVNC's ARD", async () => {
    const server = macOs();
    const given = { username: 'anna', password: 'secret' };
    expect(server.read(await answerByNoVnc('ARD', server.message, given))).toMatchObject(given);
    expect(await login(ard, server.script, 'whole', given)).toMatchObject(given);
  });

  it('fills the rest of both fields with what never comes twice', async () => {
    const [first, second] = [await login(ard, macOs().script, 'whole'), await login(ard, macOs().script, 'whole')] as [
      { plain: Buffer },
      { plain: Buffer },
    ];
    for (const [from, to] of [
      [5, 64],
      [78, 128],
    ]) {
      expect(first.plain.subarray(from, to)).not.toEqual(second.plain.subarray(from, to));
      expect(first.plain.subarray(from, to)).not.toEqual(Buffer.alloc(to! - from!));
    }
  });

  it('has room for 63 bytes of each, and asks for others rather than cut them', async () => {
    const long = 'é'.repeat(31) + 'x';
    expect(await login(ard, macOs().script, 'whole', { username: long, password: long })).toMatchObject({ username: long, password: long });
    const longer = 'é'.repeat(32);
    const { message } = macOs();
    expect(await refusal(ard, message, { username: longer, password: 'x' })).toEqual({ code: 'credentials_needed', needs: ['username'] });
    expect(await refusal(ard, message, { username: 'x', password: longer })).toEqual({ code: 'credentials_needed', needs: ['password'] });
    expect(await refusal(ard, message, { username: 'x', password: 'a\0b' })).toEqual({ code: 'credentials_needed', needs: ['password'] });
  });

  it('asks for both when one is missing', async () => {
    expect(await refusal(ard, Buffer.alloc(0), { password: 'x' })).toEqual({ code: 'credentials_needed', needs: ['username', 'password'] });
  });

  it.each<[string, number, number[] | Buffer, RfbErrorCode]>([
    ['a key of no bytes', 0, [], 'malformed'],
    ['a key that anybody breaks', 127, Buffer.alloc(254, 0xff), 'malformed'],
    ['a key of 65535 bytes', 65_535, [], 'too_long'],
    ['a key just above the limit', 1025, [], 'too_long'],
    ['a modulus of zero', 128, Buffer.alloc(256), 'malformed'],
    ['an even modulus', 128, Buffer.alloc(256, 0xfe), 'malformed'],
    ['a public value above the modulus', 128, Buffer.concat([Buffer.alloc(128, 0x7f), Buffer.alloc(128, 0xff)]), 'malformed'],
  ])('refuses %s', async (_what, size, rest, code) => {
    expect((await refusal(ard, Buffer.concat([u16(2), u16(size), Buffer.from(rest)]))).code).toBe(code);
  });

  it('says that the server closed, wherever in its message that is', async () => {
    const { script } = macOs();
    for (let endAt = 0; endAt < 4 + 256; endAt++) {
      const { stream } = against(script, { endAt });
      await expect(ard.authenticate(stream, context())).rejects.toMatchObject({ code: 'closed' });
    }
  });
});

describe('MSLogonII', () => {
  it('logs in however the bytes of the server arrive', async () => {
    for (const delivery of everyDelivery(24)) expect(await login(msLogonII, ultraVnc().script, delivery)).toEqual(credentials);
  });

  it("is understood by the server that understands noVNC's MSLogonII", async () => {
    const server = ultraVnc();
    const given = { username: String.raw`DOMAIN\anna`, password: 'secret' };
    expect(server.read(await answerByNoVnc('MSLogonII', server.message, given))).toEqual(given);
    expect(await login(msLogonII, server.script, 'whole', given)).toEqual(given);
  });

  it('has room for 255 bytes of a name and 63 of a password, and asks for others rather than cut them', async () => {
    const [username, password] = ['n'.repeat(255), 'p'.repeat(63)];
    expect(await login(msLogonII, ultraVnc().script, 'whole', { username, password })).toEqual({ username, password });
    const { message } = ultraVnc();
    expect(await refusal(msLogonII, message, { username: `${username}n`, password })).toEqual({
      code: 'credentials_needed',
      needs: ['username'],
    });
    expect(await refusal(msLogonII, message, { username, password: `${password}p` })).toEqual({
      code: 'credentials_needed',
      needs: ['password'],
    });
  });

  it.each([
    ['a modulus of zero', '0000000000000005 0000000000000000 0000000000000003'],
    ['a modulus of one', '0000000000000005 0000000000000001 0000000000000000'],
    ['an even modulus', '0000000000000005 fffffffffffffffe 0000000000000003'],
    ['a generator of zero', '0000000000000000 ffffffffffffffc5 0000000000000003'],
    ['a public value of one', '0000000000000005 ffffffffffffffc5 0000000000000001'],
  ])('refuses %s', async (_what, message) => {
    expect((await refusal(msLogonII, hex(message))).code).toBe('malformed');
  });

  it('says that the server closed, wherever in its message that is', async () => {
    const { script } = ultraVnc();
    for (let endAt = 0; endAt < 24; endAt++) {
      const { stream } = against(script, { endAt });
      await expect(msLogonII.authenticate(stream, context())).rejects.toMatchObject({ code: 'closed' });
    }
  });
});
