import type { ByteStream } from '../byte-stream';
import { DES_BLOCK, vncDesCbc } from '../crypto/des';
import { answerShare } from '../crypto/diffie-hellman';
import { RfbError } from '../rfb-error';
import { paddedField, required } from './credential-bytes';
import type { SecurityContext, SecurityType } from './security-type';

/** Generator, modulus and public values have 64 bits each: as fixed as it is weak. */
const NUMBER = 8;
const USERNAME_FIELD = 256;
const PASSWORD_FIELD = 64;

/**
 * MSLogonII Authentication (rfbproto.rst), UltraVNC's login with a Windows account: DES-CBC under a 64-bit Diffie-Hellman secret, which is
 * the vector too. "can be cracked by modern computers immediately": it hides a password from nobody who listens.
 */
export const msLogonII: SecurityType = {
  type: 113,
  name: 'MSLogonII',
  needs: ['username', 'password'],
  async authenticate(stream: ByteStream, context: SecurityContext): Promise<void> {
    const { username, password } = required(context.credentials, ['username', 'password'], this.type);
    const generator = await stream.read(NUMBER);
    const modulus = await stream.read(NUMBER);
    const share = answerShare({ generator, modulus, publicValue: await stream.read(NUMBER) });
    if (!share) throw new RfbError('malformed', 'Diffie-Hellman parameters');
    const key = share.secret.subarray(0, DES_BLOCK);
    const fields = [paddedField(username, 'username', USERNAME_FIELD), paddedField(password, 'password', PASSWORD_FIELD)];
    stream.write(Buffer.concat([share.publicValue, ...fields.map((field) => vncDesCbc(key, key, field))]));
    for (const secret of [key, ...fields]) secret.fill(0);
  },
};
