/** Logs in to a server that runs, and looks whether it then sends pixels. */

import net from 'node:net';
import { ByteStream, login, type LoginOptions, overTls, type Login } from '@/server/rfb';

export interface Where {
  /** A port of 127.0.0.1, or a UNIX socket. */
  port?: number;
  path?: string;
  /** TLS around everything. */
  tls?: boolean;
}

export type LoginChoices = Partial<Omit<LoginOptions, 'tls'>> & { tls?: Partial<LoginOptions['tls']> };

const TIMEOUT_MS = 10_000;
/** FramebufferUpdateRequest (RFC 6143 section 7.5.3) of one pixel, not incremental. */
const ONE_PIXEL = Buffer.from('0300 0000 0000 0001 0001'.replaceAll(' ', ''), 'hex');
const FRAMEBUFFER_UPDATE = 0;

/** @throws RfbError of the login; an Error if no framebuffer update comes after it */
export async function logInTo(where: Where, choices: LoginChoices = {}): Promise<Login> {
  const socket = where.path === undefined ? net.connect(where.port!, '127.0.0.1') : net.connect(where.path);
  socket.on('error', () => undefined);
  const options: LoginOptions = { credentials: {}, shared: true, ...choices, tls: { servername: '127.0.0.1', ...choices.tls } };
  const stream = new ByteStream(socket, { timeoutMs: TIMEOUT_MS });
  try {
    if (where.tls) await overTls(stream, 'x509', options.tls);
    const done = await login(stream, where.tls ? { ...options, confidential: true, verified: true } : options);
    stream.write(ONE_PIXEL);
    const type = await stream.readU8();
    if (type !== FRAMEBUFFER_UPDATE) throw new Error(`the first message is of type ${type}`);
    return done;
  } finally {
    stream.destroy();
  }
}
