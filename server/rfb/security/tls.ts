import type { ByteStream } from '../byte-stream';
import { overTls } from '../tls';
import { bare } from './bare';
import { choose, onlyAnonymous, readOffer } from './choice';
import type { Scheme, Secured, SecurityContext } from './security-type';

/**
 * TLS (type 18, registered for Vino and GTK-VNC, also x11vnc's "anontls"): TLS without a certificate, inside which a list of security types
 * comes again.
 */
export const tlsType: Scheme = {
  type: 18,
  name: 'TLS',
  needs: [],
  wraps: true,
  barred: onlyAnonymous,
  async negotiate(stream: ByteStream, context: SecurityContext): Promise<Secured> {
    await overTls(stream, 'anonymous', context.tls);
    // To allow a server that anybody could be is to allow it the password.
    context.confidential = true;
    const scheme = await choose(bare, await readOffer(stream), context);
    stream.write(Buffer.of(scheme.type));
    const secured = await scheme.negotiate(stream, context);
    return { ...secured, name: `TLS ${secured.name}` };
  },
};
