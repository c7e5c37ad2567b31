import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ByteStream } from '../byte-stream';
import { generateRsaKeyPair, rsaEncrypt, type RsaKeyPair, type RsaPublicKey } from '../crypto/rsa';
import { RfbError } from '../rfb-error';
import { credentialBytes, obtained } from './credential-bytes';
import { HEADER_LENGTH, MessageOpener, MessageSealer, TAG_LENGTH } from './ra2-messages';
import { encoded, judgePeerKey, readPeerKey } from './ra2-peer-key';
import { Ra2Session } from './ra2-session';
import type { SecurityContext, SecurityType } from './security-type';

/** "client-key-length can be different from server-key-length": noVNC's, too. A longer one takes seconds to make. */
const CLIENT_KEY_BITS = 2048;
/** Longest message before the login is over. Hash and subtype together have 33 bytes; a server may also put them in pieces. */
const MAX_HANDSHAKE_MESSAGE = 256;
/** Name and password each follow a U8 length. */
const MAX_FIELD = 255;
const USERNAME_AND_PASSWORD = 1;
const PASSWORD_ONLY = 2;

interface Variant {
  type: number;
  name: string;
  /** Of the session keys and the hash of both public keys. */
  digest: 'sha1' | 'sha256';
  /** Bytes of each random number and of each session key. */
  keyLength: 16 | 32;
  /** Whether the SecurityResult and everything after it is encrypted too. */
  encryptsSession: boolean;
}

export const ra2 = rsaAes({ type: 5, name: 'RA2', digest: 'sha1', keyLength: 16, encryptsSession: true });
export const ra2ne = rsaAes({ type: 6, name: 'RA2ne', digest: 'sha1', keyLength: 16, encryptsSession: false });
export const ra2With256 = rsaAes({ type: 129, name: 'RA2_256', digest: 'sha256', keyLength: 32, encryptsSession: true });
export const ra2neWith256 = rsaAes({ type: 130, name: 'RA2ne_256', digest: 'sha256', keyLength: 32, encryptsSession: false });

/** The RSA-AES security types (rfbproto.rst), of RealVNC, TigerVNC from 1.13, UltraVNC and wayvnc. */
function rsaAes(variant: Variant): SecurityType {
  return {
    type: variant.type,
    name: variant.name,
    // Only the subtype tells whether a name is asked for too.
    needs: ['password'],
    async authenticate(stream: ByteStream, context: SecurityContext): Promise<void> {
      const serverKey = await readPeerKey(stream);
      judgePeerKey(serverKey, context.rsa);
      const clientKey = await generateRsaKeyPair(CLIENT_KEY_BITS);
      const { sealer, incoming } = await exchangeKeys(stream, variant, serverKey, clientKey);
      const [ours, theirs] = [encoded(clientKey.publicKey), encoded(serverKey)];
      stream.write(sealer.seal(digest(variant, ours, theirs)));
      const proof = digest(variant, theirs, ours);
      if (!timingSafeEqual(await incoming.read(proof.length), proof)) throw new RfbError('malformed', 'the hash of the keys is wrong');
      const [subtype] = await incoming.read(1);
      const plain = await loginMessage(subtype!, context, variant.type);
      // The server waits for the login now: it has nothing to say that we haven't read.
      if (incoming.early > 0) throw new RfbError('malformed', 'more encrypted bytes than the handshake has');
      stream.write(sealer.seal(plain));
      plain.fill(0);
      if (!variant.encryptsSession) return;
      const layer = { sealer, opener: incoming.opener };
      await stream.over((duplex, rest) => Promise.resolve(new Ra2Session(duplex, layer, rest)));
    },
  };
}

/** A random number each way, encrypted to the other's key; both together make the keys of the two directions. */
async function exchangeKeys(stream: ByteStream, variant: Variant, serverKey: RsaPublicKey, clientKey: RsaKeyPair) {
  const clientRandom = randomBytes(variant.keyLength);
  const encrypted = rsaEncrypt(serverKey, clientRandom);
  if (!encrypted) throw new RfbError('malformed', 'RSA key');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(encrypted.length);
  stream.write(Buffer.concat([encoded(clientKey.publicKey), length, encrypted]));

  const expected = clientKey.publicKey.modulus.length;
  const announced = await stream.readU16();
  if (announced !== expected) throw new RfbError('malformed', `a random number of ${announced} bytes, encrypted to a key of ${expected}`);
  const serverRandom = clientKey.decrypt(await stream.read(expected), variant.keyLength);
  if (!serverRandom) throw new RfbError('malformed', 'a random number that cannot be decrypted');

  const [ours, theirs] = [digest(variant, serverRandom, clientRandom), digest(variant, clientRandom, serverRandom)];
  const sealer = new MessageSealer(ours.subarray(0, variant.keyLength));
  const incoming = new Incoming(stream, new MessageOpener(theirs.subarray(0, variant.keyLength)));
  for (const secret of [clientRandom, serverRandom, ours, theirs]) secret.fill(0);
  return { sealer, incoming };
}

/** The bytes inside the messages of the handshake: they need not begin and end together ("Note that an RA2 encrypted message is not …"). */
class Incoming {
  #plain: Buffer = Buffer.alloc(0);

  constructor(
    private readonly stream: ByteStream,
    readonly opener: MessageOpener,
  ) {}

  async read(length: number): Promise<Buffer> {
    while (this.#plain.length < length) {
      const header = await this.stream.read(HEADER_LENGTH);
      const messageLength = header.readUInt16BE();
      if (messageLength > MAX_HANDSHAKE_MESSAGE) throw new RfbError('too_long', `encrypted message of ${messageLength} bytes`);
      if (messageLength === 0) throw new RfbError('malformed', 'empty encrypted message');
      this.#plain = Buffer.concat([this.#plain, this.opener.open(header, await this.stream.read(messageLength + TAG_LENGTH))]);
    }
    const bytes = this.#plain.subarray(0, length);
    this.#plain = this.#plain.subarray(length);
    return bytes;
  }

  /** Bytes that came and nobody has asked for. */
  get early(): number {
    return this.#plain.length;
  }
}

async function loginMessage(subtype: number, context: SecurityContext, type: number): Promise<Buffer> {
  if (subtype !== USERNAME_AND_PASSWORD && subtype !== PASSWORD_ONLY) throw new RfbError('malformed', `subtype ${subtype} of RSA-AES`);
  const named = subtype === USERNAME_AND_PASSWORD;
  const { username, password } = await obtained(context, named ? ['username', 'password'] : ['password'], type);
  const fields = [credentialBytes(named ? username : '', 'username', MAX_FIELD), credentialBytes(password, 'password', MAX_FIELD)];
  return Buffer.concat(fields.flatMap((field) => [Buffer.of(field.length), field]));
}

function digest({ digest: algorithm }: Variant, ...parts: Buffer[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}
