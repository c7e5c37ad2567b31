import type { ByteStream } from '../byte-stream';
import { vncDesEcb } from '../crypto/des';
import { required } from './credential-bytes';
import type { SecurityContext, SecurityType } from './security-type';

const CHALLENGE = 16;
/** The bytes of a password that count, which is what servers keep of it. */
const KEY = 8;

/** VNC Authentication (RFC 6143 section 7.2.2): the server's random challenge comes back encrypted with DES, the password as the key. */
export const vncAuth: SecurityType = {
  type: 2,
  name: 'VncAuth',
  needs: ['password'],
  async authenticate(stream: ByteStream, context: SecurityContext): Promise<void> {
    const { password } = required(context.credentials, ['password'], this.type);
    stream.write(vncResponse(password, await stream.read(CHALLENGE)));
  },
};

/** "If the password is shorter than 8 characters, it is padded with zeros"; what is longer is cut, as servers do. */
export function vncResponse(password: string, challenge: Buffer): Buffer {
  const key = Buffer.alloc(KEY);
  encode(password).copy(key);
  const response = vncDesEcb(key, challenge);
  key.fill(0);
  return response;
}

/** Servers compare bytes and have never said which: Latin-1 as in RFC 6143's other texts where that can write it, else UTF-8. */
function encode(password: string): Buffer {
  const latin1 = Buffer.from(password, 'latin1');
  return latin1.toString('latin1') === password ? latin1 : Buffer.from(password, 'utf8');
}
