import type { ByteStream } from '../byte-stream';
import { RfbError } from '../rfb-error';
import { choose, onlyProtected, plainly } from './choice';
import { none } from './none';
import type { Scheme, Secured, SecurityContext, SecurityType } from './security-type';
import { unixLogon } from './unix-logon';
import { vncAuth } from './vnc-auth';

/** Entries of a list; TightVNC has one tunnel and a handful of authentications. */
const MAX_CAPABILITIES = 64;
const CAPABILITY = 16;
const NO_TUNNEL = { code: 0, id: 'TGHTNOTUNNEL' };

/** "Note that the code is not the only thing identifying a capability": vendor and signature, by the type. */
const known = new Map<SecurityType, string>([
  [vncAuth, 'STDVVNCAUTH_'],
  [unixLogon, 'TGHTULGNAUTH'],
  [none, 'STDVNOAUTH__'],
]);
const ranked: readonly Scheme[] = [plainly(vncAuth), plainly(unixLogon, onlyProtected), plainly(none)];

interface Capability {
  code: number;
  id: string;
}

/**
 * Tight Security Type (rfbproto.rst): a tunnel, of which only "none" exists, then an authentication from a list of its own.
 * ServerInit is longer after it.
 */
export const tight: Scheme = {
  type: 16,
  name: 'Tight',
  needs: [],
  wraps: true,
  async negotiate(stream: ByteStream, context: SecurityContext): Promise<Secured> {
    const tunnels = await readCapabilities(stream);
    if (tunnels.length > 0) {
      if (!tunnels.some(({ code, id }) => code === NO_TUNNEL.code && id === NO_TUNNEL.id))
        throw new RfbError('no_common_security', 'Tight without its plain tunnel', { note: { name: 'tightTunnel' } });
      stream.write(u32(NO_TUNNEL.code));
    }
    const authentications = await readCapabilities(stream);
    // "If number-of-auth-types is zero, the protocol then proceeds directly at security type None."
    if (authentications.length === 0) return { name: 'Tight None', type: none, tight: true };
    const offered = authentications.filter(({ code, id }) => [...known].some(([type, own]) => type.type === code && own === id));
    if (offered.length === 0)
      throw new RfbError('no_common_security', `Tight with ${authentications.map(({ id }) => id).join(', ')}`, {
        note: { name: 'tightWith', values: { types: authentications.map(({ id }) => id).join(', ') } },
        offered: authentications.map(({ code }) => code),
      });
    const codes = offered.map(({ code }) => code);
    // "the codes used here are independent from the standard security types": what is to be avoided is not meant here.
    const scheme = await choose(ranked, codes, context, []);
    stream.write(u32(scheme.type));
    const { type } = await scheme.negotiate(stream, context);
    return { name: `Tight ${type.name}`, type, tight: true };
  },
};

async function readCapabilities(stream: ByteStream): Promise<Capability[]> {
  const count = await stream.readU32();
  if (count > MAX_CAPABILITIES) throw new RfbError('too_long', `${count} capabilities of Tight`);
  const bytes = await stream.read(count * CAPABILITY);
  return Array.from({ length: count }, (_, i) => {
    const entry = bytes.subarray(i * CAPABILITY, (i + 1) * CAPABILITY);
    return { code: entry.readInt32BE(), id: entry.toString('latin1', 4) };
  });
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
