/** RSA-AES against a server written from rfbproto.rst; noVNC's client proves that server right. */

import { createHash } from 'node:crypto';
import { duplexPair } from 'node:stream';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type * as rsaModule from '@/server/rfb/crypto/rsa';
import type { RfbErrorCode } from '@/server/rfb/rfb-error';
import { ra2, ra2ne, ra2neWith256, ra2With256 } from '@/server/rfb/security/ra2';
import type { PeerKey, RsaOptions, SecurityContext, SecurityType } from '@/server/rfb/security/security-type';
import { ra2neByNoVnc } from './support/novnc';
import { type RsaAesOptions, rsaAesServer, serverKey } from './support/rsa-aes-server';
import { against, type Delivery, everyDelivery, ScriptedPeer, u16, u32 } from './support/scripted-peer';

/** One key of each length for all logins of this file: making one is what takes the time. */
vi.mock('@/server/rfb/crypto/rsa', async (original) => {
  const rsa = await original<typeof rsaModule>();
  const made = new Map<number, ReturnType<typeof rsa.generateRsaKeyPair>>();
  const generateRsaKeyPair = (bits: number) => {
    if (!made.has(bits)) made.set(bits, rsa.generateRsaKeyPair(bits));
    return made.get(bits)!;
  };
  return { ...rsa, generateRsaKeyPair };
});
// Files share a process: none of them has the other's module.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('@/server/rfb/crypto/rsa');
  vi.resetModules();
});

const key = serverKey(1024);
const credentials = { username: 'anna', password: 'mot de pässe' };

const context = (given: SecurityContext['credentials'] = credentials, rsa: RsaOptions = { insecure: true }): SecurityContext => ({
  credentials: given,
  tls: { servername: '' },
  rsa,
  version: '3.8',
});

async function login(type: SecurityType, options: Partial<RsaAesOptions> = {}, delivery: Delivery = 'whole', given = context()) {
  const { stream, peer, result } = against((server) => rsaAesServer(server, { key, ...options }), delivery);
  await type.authenticate(stream, given);
  return { ...(await result), stream, peer };
}

async function refusal(type: SecurityType, script: (peer: ScriptedPeer) => Promise<unknown>, given = context()) {
  const { stream, peer, result } = against(script);
  const refused = type.authenticate(stream, given);
  await expect(refused).rejects.toMatchObject({ name: 'RfbError' });
  const error = await refused.catch(
    (reason: unknown) => reason as Error & { code: RfbErrorCode; needs: string[]; cause?: { code: string } },
  );
  expect(error!.message).not.toMatch(/anna|mot de|pässe|ppp/);
  stream.destroy();
  await result.catch(() => undefined);
  return { code: error!.code, needs: error!.needs, cause: error!.cause?.code, left: peer.left() };
}

describe('RSA-AES', () => {
  it.each<[string, SecurityType, 'sha1' | 'sha256']>([
    ['RA2ne', ra2ne, 'sha1'],
    ['RA2ne_256', ra2neWith256, 'sha256'],
    ['RA2', ra2, 'sha1'],
    ['RA2_256', ra2With256, 'sha256'],
  ])('logs in with name and password, and with a password alone: %s', async (_name, type, digest) => {
    expect(await login(type, { digest })).toMatchObject(credentials);
    expect(await login(type, { digest, subtype: 2 })).toMatchObject({ username: '', password: credentials.password });
  });

  it('logs in however the bytes of the server arrive', async () => {
    const { peer } = await login(ra2ne);
    expect(peer.sent).toBe(4 + 256 + (2 + 256) + (2 + 20 + 16) + (2 + 1 + 16));
    for (const delivery of everyDelivery(peer.sent)) expect(await login(ra2ne, {}, delivery)).toMatchObject(credentials);
  });

  it('reads hash and subtype in one message, and in one message a byte', async () => {
    expect(await login(ra2ne, { messages: 'together' })).toMatchObject(credentials);
    expect(await login(ra2With256, { digest: 'sha256', messages: 'a byte each' })).toMatchObject(credentials);
  });

  it("is understood by the server that understands noVNC's RA2ne", async () => {
    const [ours, theirs] = duplexPair();
    const given = { username: 'anna', password: 'secret' };
    const server = rsaAesServer(new ScriptedPeer(theirs), { key: serverKey(2048) });
    await ra2neByNoVnc(ours, given);
    expect(await server).toMatchObject(given);
    expect(await login(ra2ne, { key: serverKey(2048) }, 'whole', context(given))).toMatchObject(given);
  });

  it("has a key of 2048 bits, however long the server's is", async () => {
    expect(await login(ra2ne)).toMatchObject({ clientBits: 2048 });
    expect(await login(ra2ne, { key: serverKey(2560) })).toMatchObject({ clientBits: 2048 });
    const longest = Buffer.concat([u32(8192), Buffer.alloc(1024, 0xff), Buffer.alloc(1023), Buffer.of(3)]);
    const { stream, result } = against(async (peer) => {
      await peer.send(longest);
      return await peer.take(4);
    });
    const cancelled = ra2ne.authenticate(stream, context());
    expect(await result).toEqual(u32(2048));
    stream.destroy();
    await expect(cancelled).rejects.toMatchObject({ code: 'closed' });
  });

  it('takes names and passwords of 255 bytes, and asks for others rather than cut longer ones', async () => {
    const long = { username: 'é'.repeat(127), password: 'p'.repeat(255) };
    expect(await login(ra2ne, {}, 'whole', context(long))).toMatchObject(long);
    const server = (peer: ScriptedPeer) => rsaAesServer(peer, { key });
    expect(await refusal(ra2ne, server, context({ username: 'é'.repeat(128), password: 'x' }))).toMatchObject({
      code: 'credentials_needed',
      needs: ['username'],
    });
    expect(await refusal(ra2ne, server, context({ username: 'x', password: 'p'.repeat(256) }))).toMatchObject({
      code: 'credentials_needed',
      needs: ['password'],
    });
  });

  it('asks for what the subtype wants', async () => {
    const server = (subtype: number) => (peer: ScriptedPeer) => rsaAesServer(peer, { key, subtype });
    expect(await refusal(ra2ne, server(1), context({ password: 'x' }))).toMatchObject({
      code: 'credentials_needed',
      needs: ['username', 'password'],
    });
    expect(await refusal(ra2ne, server(2), context({}))).toMatchObject({ code: 'credentials_needed', needs: ['password'] });
    expect(await refusal(ra2ne, server(3))).toMatchObject({ code: 'malformed' });
  });

  it('has somebody asked for the name that only the subtype wants', async () => {
    const ask = vi.fn(() => Promise.resolve(credentials));
    expect(await login(ra2ne, {}, 'whole', { ...context({ password: 'x' }), ask })).toMatchObject(credentials);
    expect(ask).toHaveBeenCalledExactlyOnceWith(['username', 'password'], []);
    expect(await login(ra2ne, { subtype: 2 }, 'whole', { ...context({ password: 'x' }), ask })).toMatchObject({ password: 'x' });
    expect(ask).toHaveBeenCalledOnce();
  });

  it('goes on in the clear after RA2ne', async () => {
    const { stream, peer } = await login(ra2ne);
    await peer.send(u32(0));
    expect(await stream.readU32()).toBe(0);
    stream.write(Buffer.of(1));
    expect(await peer.take(1)).toEqual(Buffer.of(1));
  });

  it('goes on in encrypted messages after RA2, also when the next have come already', async () => {
    const { stream, peer, toClient, fromClient } = await login(ra2);
    await peer.send(await toClient.sealed(u32(0)));
    expect(await stream.readU32()).toBe(0);
    stream.write(Buffer.of(1));
    expect(await fromClient.received(peer)).toEqual(Buffer.of(1));
    // ServerInit and what follows, in one packet with the result or cut anywhere.
    const { duplex, rest } = stream.release();
    const received: Buffer[] = [rest];
    duplex.on('data', (chunk: Buffer) => received.push(chunk)).resume();
    await peer.send(await toClient.sealed(Buffer.from('Server')), await toClient.sealed(Buffer.from('Init')));
    await vi.waitFor(() => expect(Buffer.concat(received).toString()).toBe('ServerInit'));
    duplex.destroy();
  });
});

describe("the server's key", () => {
  const sha256 = createHash('sha256').update(key.encoded).digest('hex');

  it('is told with the fingerprint that is pinned and the one that viewers show', async () => {
    const keys: PeerKey[] = [];
    await login(ra2ne, {}, 'whole', context(credentials, { pinOnFirstUse: true, onPeerKey: (seen) => keys.push(seen) }));
    expect(keys).toHaveLength(1);
    expect(keys[0]!.bits).toBe(1024);
    expect(keys[0]!.fingerprint).toMatch(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);
    expect(keys[0]!.fingerprint.replaceAll(':', '').toLowerCase()).toBe(sha256);
    const sha1 = createHash('sha1').update(key.encoded).digest('hex');
    expect(keys[0]!.shortFingerprint).toBe(sha1.slice(0, 16).match(/../g)!.join('-'));
  });

  it.each([sha256, sha256.toUpperCase().match(/../g)!.join(':')])('counts when it is the pinned one: %s', async (pin) => {
    expect(await login(ra2ne, {}, 'whole', context(credentials, { pin }))).toMatchObject(credentials);
  });

  it('ends the login before anything is sent when it is another than the pinned one, whatever else is allowed', async () => {
    const onPeerKey = vi.fn();
    const given = context(credentials, {
      pin: sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      insecure: true,
      pinOnFirstUse: true,
      onPeerKey,
    });
    const { code, cause, left } = await refusal(ra2ne, (peer) => peer.send(key.encoded), given);
    expect({ code, cause, left }).toEqual({ code: 'tls', cause: 'ERR_RSA_PIN_MISMATCH', left: Buffer.alloc(0) });
    expect(onPeerKey).toHaveBeenCalledOnce();
  });

  it('ends the login before anything is sent when nothing says whose it is', async () => {
    for (const given of [context(credentials, {}), { credentials, tls: { servername: '' }, version: '3.8' } as const]) {
      const { code, cause, left } = await refusal(ra2ne, (peer) => peer.send(key.encoded), given);
      expect({ code, cause, left }).toEqual({ code: 'tls', cause: 'ERR_RSA_KEY_UNKNOWN', left: Buffer.alloc(0) });
    }
  });

  const odd = (length: number) => Buffer.alloc(length, 0xff);
  const exponent = (length: number, ...bytes: number[]) => Buffer.concat([Buffer.alloc(length - bytes.length), Buffer.from(bytes)]);

  it.each<[string, Buffer, RfbErrorCode]>([
    ['has no bits', u32(0), 'malformed'],
    ['can be broken by anybody', u32(1023), 'malformed'],
    ['is longer than it may be', u32(8193), 'too_long'],
    ['has 2³²−1 bits', u32(0xffff_ffff), 'too_long'],
    ['has a modulus of zero', Buffer.concat([u32(1024), Buffer.alloc(128), exponent(128, 3)]), 'malformed'],
    ['is shorter than it says', Buffer.concat([u32(1024), Buffer.alloc(64), odd(64), exponent(128, 3)]), 'malformed'],
    ['has an even modulus', Buffer.concat([u32(1024), Buffer.alloc(128, 0xfe), exponent(128, 3)]), 'malformed'],
    ['has an exponent of zero', Buffer.concat([u32(1024), odd(128), exponent(128)]), 'malformed'],
    ['has an exponent of one', Buffer.concat([u32(1024), odd(128), exponent(128, 1)]), 'malformed'],
    ['has an exponent as long as the modulus', Buffer.concat([u32(8192), odd(1024), odd(1024)]), 'malformed'],
  ])('is refused when it %s', async (_what, message, code) => {
    expect((await refusal(ra2ne, (peer) => peer.send(message))).code).toBe(code);
  });
});

describe('a server of RSA-AES that does it wrong', () => {
  const flip = (at: number) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    changed[at < 0 ? changed.length + at : at]! ^= 1;
    return changed;
  };

  it.each<[string, RsaAesOptions['instead'], RfbErrorCode]>([
    [
      'a random number of another length than our key',
      { serverRandom: (bytes) => Buffer.concat([u16(255), bytes.subarray(2)]) },
      'malformed',
    ],
    ['a random number of 65535 bytes', { serverRandom: () => u16(65_535) }, 'malformed'],
    ['a random number that was changed on the way', { serverRandom: flip(40) }, 'malformed'],
    ['a random number of zeros', { serverRandom: (bytes) => Buffer.concat([bytes.subarray(0, 2), Buffer.alloc(256)]) }, 'malformed'],
    [
      'a random number above our modulus',
      { serverRandom: (bytes) => Buffer.concat([bytes.subarray(0, 2), Buffer.alloc(256, 0xff)]) },
      'malformed',
    ],
    ['a hash of other keys', { hash: flip(0) }, 'malformed'],
    ['a hash message with a changed ciphertext', { hashMessage: flip(2) }, 'malformed'],
    ['a hash message with a changed tag', { hashMessage: flip(-1) }, 'malformed'],
    ['a hash message with a changed length', { hashMessage: (bytes) => Buffer.concat([u16(19), bytes.subarray(2)]) }, 'malformed'],
    ['an empty message', { hashMessage: () => Buffer.alloc(18) }, 'malformed'],
    ['a message of 65535 bytes', { hashMessage: () => u16(65_535) }, 'too_long'],
    [
      'the hash once more in place of the subtype',
      { afterSubtype: (bytes) => Buffer.concat([bytes.subarray(0, 2), bytes.subarray(3), Buffer.of(0)]) },
      'malformed',
    ],
  ])('is refused for %s', async (_what, instead, code) => {
    const { code: seen } = await refusal(ra2ne, (peer) => rsaAesServer(peer, { key, ...(instead && { instead }) }));
    expect(seen).toBe(code);
  });

  it('is refused for encrypted bytes between the subtype and the login', async () => {
    const script = (peer: ScriptedPeer) =>
      rsaAesServer(peer, { key, messages: 'together', instead: { hash: (bytes) => Buffer.concat([bytes, Buffer.of(2)]) } });
    for (const type of [ra2, ra2ne]) expect((await refusal(type, script)).code).toBe('malformed');
  });

  it('is said to have closed, wherever in its messages that is', async () => {
    const total = (await login(ra2ne)).peer.sent;
    for (let endAt = 0; endAt < total; endAt += 3) {
      const { stream } = against((peer) => rsaAesServer(peer, { key }), { endAt });
      await expect(ra2ne.authenticate(stream, context())).rejects.toMatchObject({ code: 'closed' });
    }
  });
});
