import type { ByteStream } from '../byte-stream';
import { credentialBytes, required } from './credential-bytes';
import type { SecurityContext, SecurityType } from './security-type';

/** PAM, which most servers ask, takes no longer answers (PAM_MAX_RESP_SIZE); TigerVNC takes up to 1024. */
const MAX_FIELD = 512;

/** VeNCrypt's Plain subtype (rfbproto.rst): name and password as they are. Whether that may be is for whoever chooses it. */
export const plain: SecurityType = {
  type: 256,
  name: 'Plain',
  needs: ['username', 'password'],
  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
  async authenticate(stream: ByteStream, context: SecurityContext): Promise<void> {
    const { username, password } = required(context.credentials, ['username', 'password'], this.type);
    const fields = [credentialBytes(username, 'username', MAX_FIELD), credentialBytes(password, 'password', MAX_FIELD)];
    const lengths = Buffer.alloc(8);
    fields.forEach((field, i) => lengths.writeUInt32BE(field.length, 4 * i));
    stream.write(Buffer.concat([lengths, ...fields]));
  },
};
