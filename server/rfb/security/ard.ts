import { createCipheriv, createHash } from 'node:crypto';
import type { ByteStream } from '../byte-stream';
import { answerShare } from '../crypto/diffie-hellman';
import { RfbError } from '../rfb-error';
import { paddedField, required } from './credential-bytes';
import type { SecurityContext, SecurityType } from './security-type';

/** Bytes of a modulus. Below 1024 bits the exchange hides nothing; macOS sends 1024. */
const MIN_KEY_SIZE = 128;
/** 8192 bits. The server chooses how long our exponentiation takes: this much takes some hundredths of a second. */
const MAX_KEY_SIZE = 1024;
/** User name and password, NUL-terminated, each in a field of this many bytes. */
const FIELD = 64;

/**
 * Diffie-Hellman Authentication (rfbproto.rst), the login of macOS Screen Sharing and Apple Remote Desktop: AES-128 under the MD5 of a shared
 * secret. It protects the credentials from who only listens; what follows is not encrypted, and the server proves nothing.
 */
export const ard: SecurityType = {
  type: 30,
  name: 'ARD',
  needs: ['username', 'password'],
  async authenticate(stream: ByteStream, context: SecurityContext): Promise<void> {
    const { username, password } = required(context.credentials, ['username', 'password'], this.type);
    const generator = await stream.read(2);
    const keySize = await stream.readU16();
    if (keySize > MAX_KEY_SIZE) throw new RfbError('too_long', `Diffie-Hellman key of ${keySize} bytes`);
    if (keySize < MIN_KEY_SIZE) throw new RfbError('malformed', `Diffie-Hellman key of only ${keySize} bytes`);
    const modulus = await stream.read(keySize);
    const share = answerShare({ generator, modulus, publicValue: await stream.read(keySize) });
    if (!share) throw new RfbError('malformed', 'Diffie-Hellman parameters');
    const key = createHash('md5').update(share.secret).digest();
    const fields = [paddedField(username, 'username', FIELD), paddedField(password, 'password', FIELD)];
    stream.write(Buffer.concat([encrypted(key, Buffer.concat(fields)), share.publicValue]));
    for (const secret of [share.secret, key, ...fields]) secret.fill(0);
  },
};

function encrypted(key: Buffer, blocks: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const result = Buffer.concat([cipher.update(blocks), cipher.final()]);
  blocks.fill(0);
  return result;
}
