/** SASL against a server written from rfbproto.rst ("SASL") and RFC 5802, which keeps no password but a salted key. */

import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RfbErrorCode } from '@/server/rfb/rfb-error';
import { sasl } from '@/server/rfb/security/sasl';
import type { SecurityContext } from '@/server/rfb/security/security-type';
import { against, type Delivery, everyDelivery, type ScriptedPeer, u32 } from './support/scripted-peer';

const credentials = { username: 'anna', password: 'mot de pässe' };
const context = (given: SecurityContext['credentials'] = credentials, confidential?: boolean): SecurityContext => ({
  credentials: given,
  tls: { servername: '' },
  version: '3.8',
  ...(confidential !== undefined && { confidential }),
});

const text = (words: string) => Buffer.concat([u32(words.length), Buffer.from(words)]);
/** With the NUL behind it that counts. */
const data = (words: string) => Buffer.concat([u32(words.length + 1), Buffer.from(`${words}\0`)]);
const [GOES_ON, COMPLETE] = [Buffer.of(0), Buffer.of(1)];

async function field(peer: ScriptedPeer): Promise<string> {
  return (await peer.take((await peer.take(4)).readUInt32BE())).toString();
}

async function dataOf(peer: ScriptedPeer): Promise<string | null> {
  const bytes = await field(peer);
  if (bytes === '') return null;
  expect(bytes.at(-1)).toBe('\0');
  return bytes.slice(0, -1);
}

interface ScramServer {
  digest?: 'sha1' | 'sha256' | 'sha512';
  mechanisms?: string;
  password?: string;
  /** As some servers do it: the signature in a message that does not complete the exchange. */
  emptyLast?: boolean;
  signature?: (value: string) => Buffer;
}

async function scramServer(
  peer: ScriptedPeer,
  { digest = 'sha256', mechanisms = 'SCRAM-SHA-256,PLAIN', password = credentials.password, emptyLast, signature }: ScramServer = {},
) {
  const hmac = (key: Buffer, words: string) => createHmac(digest, key).update(words).digest();
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, 4096, createHash(digest).digest().length, digest);
  const storedKey = createHash(digest).update(hmac(salted, 'Client Key')).digest();
  await peer.send(text(mechanisms));
  const mechanism = await field(peer);
  const first = (await dataOf(peer))!;
  const [, bare, username, nonce] = /^n,,(n=([^,]*),r=(.*))$/.exec(first)!;
  const challenge = `r=${nonce!}SERVER,s=${salt.toString('base64')},i=4096`;
  await peer.send(data(challenge), GOES_ON);
  const [, withoutProof, proof] = /^(c=biws,r=.*),p=(.*)$/.exec((await dataOf(peer))!)!;
  const exchange = `${bare!},${challenge},${withoutProof!}`;
  const clientSignature = hmac(storedKey, exchange);
  const clientKey = Buffer.from(Buffer.from(proof!, 'base64').map((byte, i) => byte ^ clientSignature[i]!));
  // As QEMU: a wrong proof is answered by closing.
  if (!createHash(digest).update(clientKey).digest().equals(storedKey)) throw new Error('wrong proof');
  const value = hmac(hmac(salted, 'Server Key'), exchange).toString('base64');
  if (signature) await peer.send(signature(value));
  else if (emptyLast) {
    await peer.send(data(`v=${value}`), GOES_ON);
    expect(await dataOf(peer)).toBeNull();
    await peer.send(u32(0), COMPLETE);
  } else await peer.send(data(`v=${value}`), COMPLETE);
  return { mechanism, username };
}

async function plainServer(peer: ScriptedPeer, mechanisms = 'PLAIN') {
  await peer.send(text(mechanisms));
  const mechanism = await field(peer);
  const identity = (await dataOf(peer))!.split('\0');
  await peer.send(u32(0), COMPLETE);
  return { mechanism, identity };
}

async function login<T>(script: (peer: ScriptedPeer) => Promise<T>, delivery: Delivery = 'whole', given = context()) {
  const { stream, peer, result } = against(script, delivery);
  await sasl.authenticate(stream, given);
  const seen = await result;
  expect(peer.left()).toHaveLength(0);
  // The SecurityResult is left to be read, to the byte.
  await peer.send(u32(0));
  expect(await stream.readU32()).toBe(0);
  stream.destroy();
  return { ...seen, sent: peer.sent };
}

async function refusal(script: (peer: ScriptedPeer) => Promise<unknown>, given = context()) {
  const { stream, peer, result } = against(script);
  const error = await sasl.authenticate(stream, given).then(
    () => undefined,
    (reason: unknown) => reason as Error & { code: RfbErrorCode; needs: string[] },
  );
  stream.destroy();
  await result.catch(() => undefined);
  expect(error).toMatchObject({ name: 'RfbError' });
  expect(error!.message).not.toMatch(/anna|mot de|pässe/);
  return { code: error!.code, message: error!.message, needs: error!.needs, left: peer.left() };
}

describe('SASL', () => {
  it('logs in with SCRAM-SHA-256 however the bytes of the server arrive', async () => {
    const { sent, ...seen } = await login(scramServer);
    expect(seen).toEqual({ mechanism: 'SCRAM-SHA-256', username: 'anna' });
    for (const delivery of everyDelivery(sent - 4)) expect(await login(scramServer, delivery)).toMatchObject({ username: 'anna' });
  });

  it.each(['sha1', 'sha512'] as const)('logs in with SCRAM of %s', async (digest) => {
    const name = { sha1: 'SCRAM-SHA-1', sha512: 'SCRAM-SHA-512' }[digest];
    const seen = await login((peer) => scramServer(peer, { digest, mechanisms: `ANONYMOUS,${name},PLAIN,DIGEST-MD5` }));
    expect(seen).toMatchObject({ mechanism: name, username: 'anna' });
  });

  it('takes the strongest mechanism, and PLAIN only where there is no other', async () => {
    const strongest = (peer: ScriptedPeer) =>
      scramServer(peer, { digest: 'sha512', mechanisms: 'PLAIN,SCRAM-SHA-1,SCRAM-SHA-256,SCRAM-SHA-512' });
    expect(await login(strongest, 'whole', context(credentials, true))).toMatchObject({ mechanism: 'SCRAM-SHA-512' });
    expect(await login(scramServer, 'whole', context(credentials, true))).toMatchObject({ mechanism: 'SCRAM-SHA-256' });
  });

  it('sends PLAIN where a password may be shown, however the bytes of the server arrive', async () => {
    const given = context(credentials, true);
    const { sent, ...seen } = await login(plainServer, 'whole', given);
    expect(seen).toEqual({ mechanism: 'PLAIN', identity: ['', 'anna', 'mot de pässe'] });
    for (const delivery of everyDelivery(sent - 4)) expect(await login(plainServer, delivery, given)).toMatchObject(seen);
  });

  it('sends nothing to a server that has only PLAIN where a password may not be shown', async () => {
    for (const given of [context(), context(credentials, false)]) {
      const { code, message, left } = await refusal((peer) => peer.send(text('PLAIN')), given);
      expect({ code, left }).toEqual({ code: 'no_common_security', left: Buffer.alloc(0) });
      expect(message).toContain('SASL with PLAIN');
    }
  });

  it.each(['', 'GSSAPI', 'SCRAM-SHA-256-PLUS', 'XSCRAM-SHA-256', 'scram-sha-256,plain'])(
    'names what a server offers that it does not speak: %j',
    async (list) => {
      const { code, left } = await refusal((peer) => peer.send(text(list)), context(credentials, true));
      expect({ code, left }).toEqual({ code: 'no_common_security', left: Buffer.alloc(0) });
    },
  );

  it('goes on with a server that wants an empty last answer', async () => {
    expect(await login((peer) => scramServer(peer, { emptyLast: true }))).toMatchObject({ username: 'anna' });
  });

  it('takes a connection that closes in answer to a proof for a refused login, as QEMU says nothing else', async () => {
    expect((await refusal((peer) => scramServer(peer, { password: 'another' }))).code).toBe('login_failed');
  });

  it.each<[string, (value: string) => Buffer, RfbErrorCode]>([
    ['a wrong signature', () => Buffer.concat([data(`v=${randomBytes(32).toString('base64')}`), COMPLETE]), 'malformed'],
    ['success without a signature', () => Buffer.concat([u32(0), COMPLETE]), 'login_failed'],
    ['success with an empty signature', () => Buffer.concat([data(''), COMPLETE]), 'malformed'],
    ['an error of SCRAM', () => Buffer.concat([data('e=invalid-proof'), COMPLETE]), 'login_failed'],
    [
      'steps without end',
      (value) => Buffer.concat(Array.from({ length: 9 }, (_, i) => Buffer.concat([i ? u32(0) : data(`v=${value}`), GOES_ON]))),
      'malformed',
    ],
    ['a step without data', () => Buffer.concat([u32(0), GOES_ON]), 'malformed'],
    ['a message of 4 GiB', () => u32(0xffff_ffff), 'too_long'],
    ['a message just above the limit', () => u32(8193), 'too_long'],
  ])('does not take %s for a proof', async (_what, signature, code) => {
    expect((await refusal((peer) => scramServer(peer, { signature }))).code).toBe(code);
  });

  it('does not take completion in answer to its first message for success', async () => {
    const script = async (peer: ScriptedPeer) => {
      await peer.send(text('SCRAM-SHA-256'));
      await field(peer);
      await field(peer);
      await peer.send(u32(0), COMPLETE);
    };
    expect((await refusal(script)).code).toBe('login_failed');
  });

  it('reads no list of mechanisms that is longer than 4 KiB', async () => {
    expect((await refusal((peer) => peer.send(u32(4097)))).code).toBe('too_long');
    expect((await refusal((peer) => peer.send(u32(0xffff_ffff)))).code).toBe('too_long');
  });

  it('asks for both when one is missing, and for others when one has a NUL', async () => {
    const nothing = () => Promise.resolve();
    expect(await refusal(nothing, context({ password: 'x' }))).toMatchObject({
      code: 'credentials_needed',
      needs: ['username', 'password'],
    });
    expect(await refusal(nothing, context({ username: 'x\0admin', password: 'x' }))).toMatchObject({
      code: 'credentials_needed',
      needs: ['username'],
    });
  });

  it('says that the server closed, wherever before the mechanism is chosen that is', async () => {
    for (let endAt = 0; endAt < 4 + 19; endAt++) {
      const { stream } = against(scramServer, { endAt });
      await expect(sasl.authenticate(stream, context())).rejects.toMatchObject({ code: 'closed' });
    }
  });
});
