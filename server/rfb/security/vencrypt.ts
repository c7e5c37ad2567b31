import type { ByteStream } from '../byte-stream';
import { RfbError } from '../rfb-error';
import { overTls, type TlsKind } from '../tls';
import { bare, encrypting } from './bare';
import { choose, onlyAnonymous, onlyProtected, plainly } from './choice';
import { none } from './none';
import { plain } from './plain';
import { sasl } from './sasl';
import type { Scheme, Secured, SecurityContext, SecurityType } from './security-type';
import { vncAuth } from './vnc-auth';

/** 0.2, in one number; "Although two versions exist", 0.1 has not been seen since 2006. */
const VERSION = 0x0002;
const VERSION_ACCEPTED = 0;
/** Unlike the acknowledgement of the version, this one is nonzero. */
const TLS_ACCEPTED = 1;

/**
 * The subtypes, the strongest first: a certificate over none, encryption over none. With 263 and 264 rfbproto.rst means TLSSASL and X509SASL, but
 * their only server is QEMU, which has them the other way round.
 */
export const subtypes: readonly Scheme[] = [
  insideTls(263, 'X509SASL', 'x509', sasl),
  insideTls(262, 'X509Plain', 'x509', plain),
  insideTls(261, 'X509Vnc', 'x509', vncAuth),
  insideTls(260, 'X509None', 'x509', none),
  ...encrypting,
  insideTls(264, 'TLSSASL', 'anonymous', sasl),
  insideTls(259, 'TLSPlain', 'anonymous', plain),
  insideTls(258, 'TLSVnc', 'anonymous', vncAuth),
  insideTls(257, 'TLSNone', 'anonymous', none),
  // "In addition, any of the normal VNC security types (except VeNCrypt) may be sent."
  ...bare.filter(({ type }) => type !== none.type),
  plainly(plain, onlyProtected),
  plainly(none),
];

/** VeNCrypt (rfbproto.rst): a list of its own, most of whose entries are TLS with an older login inside. */
export const veNCrypt: Scheme = {
  type: 19,
  name: 'VeNCrypt',
  needs: [],
  wraps: true,
  verifies: 'inside',
  async negotiate(stream: ByteStream, context: SecurityContext): Promise<Secured> {
    await agreeOnVersion(stream);
    const offered = await readSubtypes(stream);
    const scheme = await choose(subtypes, offered, context);
    const choice = Buffer.alloc(4);
    choice.writeUInt32BE(scheme.type);
    stream.write(choice);
    const { type } = await scheme.negotiate(stream, context);
    return { name: `VeNCrypt ${scheme.name}`, type };
  },
};

async function agreeOnVersion(stream: ByteStream): Promise<void> {
  const theirs = await stream.readU16();
  if (theirs < VERSION) throw new RfbError('version', `VeNCrypt ${theirs >> 8}.${theirs & 0xff}`);
  const ours = Buffer.alloc(2);
  ours.writeUInt16BE(VERSION);
  stream.write(ours);
  if ((await stream.readU8()) !== VERSION_ACCEPTED) throw new RfbError('version', 'VeNCrypt 0.2 was refused');
}

async function readSubtypes(stream: ByteStream): Promise<number[]> {
  const count = await stream.readU8();
  const bytes = await stream.read(4 * count);
  return Array.from({ length: count }, (_, i) => bytes.readUInt32BE(4 * i));
}

function insideTls(type: number, name: string, kind: TlsKind, inner: SecurityType): Scheme {
  return {
    type,
    name,
    needs: inner.needs,
    ...(kind === 'anonymous' ? { barred: onlyAnonymous } : { verifies: 'certificate' as const }),
    async negotiate(stream, context) {
      if ((await stream.readU8()) !== TLS_ACCEPTED) throw new RfbError('tls', 'the server cannot start it');
      await overTls(stream, kind, context.tls);
      // The server is known, or the host does without: both decided above.
      context.confidential = true;
      await inner.authenticate(stream, context);
      return { name, type: inner };
    },
  };
}
