/** A server of the RSA-AES types, written from rfbproto.rst; AES-EAX is noVNC's, RSA is OpenSSL's. */

import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { legacyCrypto } from './novnc';
import { type ScriptedPeer, u16, u32 } from './scripted-peer';

export interface ServerKey {
  /** As it is sent. */
  encoded: Buffer;
  privateKey: KeyObject;
}

export function serverKey(bits: number): ServerKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const { n, e } = publicKey.export({ format: 'jwk' });
  const exponent = Buffer.from(e!, 'base64url');
  return {
    encoded: Buffer.concat([u32(bits), Buffer.from(n!, 'base64url'), Buffer.alloc(bits / 8 - exponent.length), exponent]),
    privateKey,
  };
}

/** One direction of messages. */
class Cipher {
  private readonly nonce = new Uint8Array(16);
  constructor(private readonly key: Buffer) {}

  async sealed(plain: Buffer): Promise<Buffer> {
    const crypto = await legacyCrypto();
    const key = await crypto.importKey('raw', this.key, { name: 'AES-EAX' }, false, ['encrypt']);
    const header = u16(plain.length);
    const bytes = await crypto.encrypt({ name: 'AES-EAX', iv: this.nonce, additionalData: header }, key, plain);
    this.next();
    return Buffer.concat([header, bytes]);
  }

  async received(peer: ScriptedPeer): Promise<Buffer> {
    const crypto = await legacyCrypto();
    const key = await crypto.importKey('raw', this.key, { name: 'AES-EAX' }, false, ['decrypt']);
    const header = await peer.take(2);
    const sealed = await peer.take(header.readUInt16BE() + 16);
    const plain = await crypto.decrypt({ name: 'AES-EAX', iv: this.nonce, additionalData: header }, key, new Uint8Array(sealed));
    if (!plain) throw new Error('the client sealed a message wrongly');
    this.next();
    return Buffer.from(plain);
  }

  private next(): void {
    const index = Buffer.from(this.nonce.buffer).readBigUInt64LE() + 1n;
    Buffer.from(this.nonce.buffer).writeBigUInt64LE(index);
  }
}

export interface RsaAesOptions {
  key: ServerKey;
  digest?: 'sha1' | 'sha256';
  /** 1 asks for name and password, 2 for a password. */
  subtype?: number;
  /** How hash and subtype are put into messages. */
  messages?: 'one each' | 'together' | 'a byte each';
  /** What a server does wrong. */
  instead?: {
    serverRandom?: (bytes: Buffer) => Buffer;
    hash?: (bytes: Buffer) => Buffer;
    hashMessage?: (bytes: Buffer) => Buffer;
    afterSubtype?: (bytes: Buffer) => Buffer;
  };
}

const same = <T>(value: T): T => value;

/** From the choice of the type to the credentials. */
export async function rsaAesServer(
  peer: ScriptedPeer,
  { key, digest = 'sha1', subtype = 1, messages = 'one each', instead = {} }: RsaAesOptions,
) {
  const length = digest === 'sha1' ? 16 : 32;
  const hash = (...parts: Buffer[]) => createHash(digest).update(Buffer.concat(parts)).digest();
  await peer.send(key.encoded);

  const clientBits = await peer.take(4);
  const clientBytes = Math.ceil(clientBits.readUInt32BE() / 8);
  const numbers = await peer.take(2 * clientBytes);
  const [n, e] = [numbers.subarray(0, clientBytes), numbers.subarray(clientBytes)].map((number) => number.toString('base64url'));
  const clientKey = createPublicKey({ key: { kty: 'RSA', n: n!, e: e! }, format: 'jwk' });
  const clientEncoded = Buffer.concat([clientBits, numbers]);

  const serverRandom = randomBytes(length);
  const encrypted = publicEncrypt({ key: clientKey, padding: constants.RSA_PKCS1_PADDING }, serverRandom);
  await peer.send((instead.serverRandom ?? same)(Buffer.concat([u16(encrypted.length), encrypted])));

  const theirs = await peer.take((await peer.take(2)).readUInt16BE());
  const clientRandom = privateDecrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, theirs).subarray(-length);
  const fromClient = new Cipher(hash(serverRandom, clientRandom).subarray(0, length));
  const toClient = new Cipher(hash(clientRandom, serverRandom).subarray(0, length));

  const proof = (instead.hash ?? same)(hash(key.encoded, clientEncoded));
  const all = Buffer.concat([proof, Buffer.of(subtype)]);
  if (messages === 'one each') await peer.send((instead.hashMessage ?? same)(await toClient.sealed(proof)));
  else if (messages === 'together') await peer.send(await toClient.sealed(all));
  else for (const byte of all) await peer.send(await toClient.sealed(Buffer.of(byte)));

  const clientProof = await fromClient.received(peer);
  if (!clientProof.equals(hash(clientEncoded, key.encoded))) throw new Error('the client sent a wrong hash');
  if (messages === 'one each') await peer.send((instead.afterSubtype ?? same)(await toClient.sealed(Buffer.of(subtype))));

  const login = await fromClient.received(peer);
  const passwordAt = 1 + login[0]!;
  const passwordEnd = passwordAt + 1 + login[passwordAt]!;
  if (passwordEnd !== login.length) throw new Error('the lengths of the login are wrong');
  return {
    clientBits: clientBits.readUInt32BE(),
    username: login.subarray(1, passwordAt).toString(),
    password: login.subarray(passwordAt + 1).toString(),
    fromClient,
    toClient,
  };
}
