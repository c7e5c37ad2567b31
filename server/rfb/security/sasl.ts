import type { ByteStream } from '../byte-stream';
import { SCRAM_DIGESTS } from '../crypto/scram';
import { RfbError } from '../rfb-error';
import { mayShowPassword } from './choice';
import { required, withoutNul } from './credential-bytes';
import { type Mechanism, plain, scram, scramName } from './sasl-mechanisms';
import type { SecurityContext, SecurityType } from './security-type';

/** RFC 4422 section 3.1: a name has at most 20 characters. This is room for some two hundred of them. */
const MAX_MECHANISM_LIST = 4096;
/** The longest that a mechanism of ours is sent is SCRAM's nonce and salt. QEMU itself would send and take a mebibyte. */
const MAX_SERVER_DATA = 8192;
/** SCRAM takes two, and a third where a server wants an empty last answer. */
const MAX_STEPS = 4;

/**
 * SASL (rfbproto.rst), QEMU's and libvirt's, as security type 20 or inside VeNCrypt's TLS (263, 264). Without a security layer of its own: that is
 * TLS's task. SCRAM before PLAIN, and PLAIN only where a password may be shown.
 */
export const sasl: SecurityType = {
  type: 20,
  name: 'SASL',
  needs: ['username', 'password'],
  async authenticate(stream: ByteStream, context: SecurityContext): Promise<void> {
    const { username, password } = required(context.credentials, ['username', 'password'], this.type);
    const identity = [withoutNul(username, 'username'), withoutNul(password, 'password')] as const;
    const length = await bounded(stream, MAX_MECHANISM_LIST, 'list of SASL mechanisms');
    const offered = (await stream.read(length)).toString('latin1').split(/[\0, ]+/);
    const mechanism = chosen(offered, identity, mayShowPassword(context));
    stream.write(Buffer.concat([prefixed(Buffer.from(mechanism.name)), data(mechanism.first())]));
    try {
      await exchange(stream, mechanism);
    } catch (error) {
      // QEMU says nothing to credentials that are wrong: it closes.
      if (!(error instanceof RfbError) || error.code !== 'closed') throw error;
      throw new RfbError('login_failed', 'it closed the connection in answer to them', { cause: error, note: { name: 'hungUp' } });
    }
  },
};

function chosen(offered: string[], identity: readonly [username: string, password: string], mayShow: boolean): Mechanism {
  const digest = SCRAM_DIGESTS.find((known) => offered.includes(scramName(known)));
  if (digest) return scram(digest, ...identity);
  if (offered.includes('PLAIN')) {
    if (mayShow) return plain(...identity);
    const note = { name: 'unprotected', values: { type: 'SASL PLAIN' } } as const;
    throw new RfbError('no_common_security', `SASL with ${offered.join(' ').trim()}: whoever answers could read the password`, { note });
  }
  const names = offered.join(' ').trim();
  throw new RfbError('no_common_security', `SASL with ${names === '' ? 'no mechanism' : names}`, {
    note: { name: 'saslWith', values: { names } },
  });
}

/** @returns when the server says that the exchange is complete, and the mechanism that the server has proven itself */
async function exchange(stream: ByteStream, mechanism: Mechanism): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step++) {
    const length = await bounded(stream, MAX_SERVER_DATA, 'SASL message');
    const received = await stream.read(length);
    const complete = await stream.readU8();
    const answer = length > 0 ? await mechanism.answer(unterminated(received)) : null;
    if (complete !== 0) {
      if (!mechanism.proven)
        throw new RfbError('login_failed', 'it ended the exchange without a proof that it knows the password', {
          note: { name: 'unproven' },
        });
      return;
    }
    if (!answer && !mechanism.proven) throw new RfbError('malformed', 'a SASL step without data');
    stream.write(data(answer));
  }
  throw new RfbError('malformed', `more than ${MAX_STEPS} SASL steps`);
}

async function bounded(stream: ByteStream, limit: number, what: string): Promise<number> {
  const length = await stream.readU32();
  if (length > limit) throw new RfbError('too_long', `${what} of ${length} bytes`);
  return length;
}

/** Data travels with a NUL behind it that counts, so that none and empty are not the same ("SASL client start message"). */
const data = (bytes: Buffer | null): Buffer => prefixed(bytes ? Buffer.concat([bytes, Buffer.alloc(1)]) : Buffer.alloc(0));

const unterminated = (bytes: Buffer): Buffer => (bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes);

function prefixed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
