/**
 * The portal as a VNC client (RFC 6143 sections 7.1 to 7.3):
 * ProtocolVersion → security type → its authentication → SecurityResult → ClientInit → ServerInit.
 */

import { approved, type Approval } from './approval';
import type { ByteStream } from './byte-stream';
import { readReason, refusal } from './reason';
import { type Need, RfbError } from './rfb-error';
import { choose, readOffer } from './security/choice';
import { none } from './security/none';
import { schemes } from './security/registry';
import type { Credentials, RfbVersion, RsaOptions, Secured, SecurityContext, TlsOptions } from './security/security-type';
import { readServerInit, type ServerInit } from './server-init';
import { agreeOnVersion } from './version';

/** SecurityResult; 2 is Tight's (rfbproto.rst). */
const OK = 0;
const FAILED = 1;
const TOO_MANY = 2;

export interface LoginOptions {
  credentials: Credentials;
  tls: TlsOptions;
  /** For RealVNC's RSA-AES, whose keys no authority signs. */
  rsa?: RsaOptions;
  /** Whether other viewers may stay (RFC 6143 section 7.3.1). */
  shared: boolean;
  /** Whether a password may go as it is, since nobody is on the way: a UNIX socket, TLS around everything, or the host's choice. */
  confidential?: boolean;
  /**
   * Asks somebody for the credentials that are missing. The connection waits for it without a time limit of its own;
   * the signal aborts when the server does not.
   */
  ask?: (needs: readonly Need[], signal: AbortSignal) => Promise<Credentials>;
  /** For servers whose user has to agree; absent: a server that asks its user is given up like any silent one. */
  approval?: Approval;
  /** Security types and subtypes of VeNCrypt not to take, such as 19 when an earlier try found nothing to use inside. */
  avoid?: readonly number[];
  /** Told of the security types that the server offers, by number, before one is chosen. */
  onOffer?: (offered: readonly number[]) => void;
  /** What to ask a repeater for. */
  repeaterId?: string;
  /** Where both sides have agreed on it already. */
  version?: RfbVersion;
}

export interface Login {
  version: RfbVersion;
  /** Such as `VncAuth` or `VeNCrypt X509Vnc`. */
  security: string;
  serverInit: ServerInit;
}

/**
 * Logs in, once. After a failure the stream is of no use but to be destroyed; nothing is tried again.
 * @throws RfbError
 */
export async function login(stream: ByteStream, options: LoginOptions): Promise<Login> {
  const version = options.version ?? (await agreeOnVersion(stream, options.repeaterId));
  const context = contextOf(stream, options, version);
  const { approval } = options;
  const secured = await secure(stream, context, options);
  await readResult(stream, version, secured, approval);
  stream.write(Buffer.of(options.shared ? 1 : 0));
  // Without a result, this is the first answer after the security type.
  const serverInit = hasResult(version, secured)
    ? await readServerInit(stream, secured)
    : await approved(stream, approval, () => readServerInit(stream, secured));
  return { version, security: secured.name, serverInit };
}

function contextOf(stream: ByteStream, options: LoginOptions, version: RfbVersion): SecurityContext {
  const { credentials, tls, rsa, confidential, ask, avoid } = options;
  return {
    credentials,
    tls,
    version,
    ...(rsa ? { rsa } : {}),
    ...(avoid ? { avoid } : {}),
    ...(confidential === undefined ? {} : { confidential }),
    ...(ask ? { ask: (needs) => stream.untimed((signal) => ask(needs, signal)) } : {}),
  };
}

/** Version 3.3: the server decides, in a U32. From 3.7 on the client chooses. @throws RfbError `refused` or `too_many_failures` */
async function secure(stream: ByteStream, context: SecurityContext, { onOffer, approval }: LoginOptions): Promise<Secured> {
  if (context.version === '3.3') {
    const type = await approved(stream, approval, () => readType(stream));
    onOffer?.([type]);
    return (await choose(schemes, [type], context)).negotiate(stream, context);
  }
  const offered = await approved(stream, approval, () => readOffer(stream));
  onOffer?.(offered);
  const scheme = await choose(schemes, offered, context);
  stream.write(Buffer.of(scheme.type));
  return scheme.negotiate(stream, context);
}

async function readType(stream: ByteStream): Promise<number> {
  const type = await stream.readU32();
  if (type === 0) throw refusal('refused', await readReason(stream));
  return type;
}

function hasResult(version: RfbVersion, { type }: Secured): boolean {
  return type !== none || version === '3.8';
}

/**
 * RFC 6143 section 7.1.3. Before 3.8 there is none after None, and no reason with a failure.
 * @throws RfbError `login_failed`, `too_many_failures`, `not_approved`, or `refused` when no credentials were asked for
 */
async function readResult(stream: ByteStream, version: RfbVersion, secured: Secured, approval?: Approval): Promise<void> {
  if (hasResult(version, secured)) await approved(stream, approval, () => judgedResult(stream, version, secured));
}

async function judgedResult(stream: ByteStream, version: RfbVersion, { type }: Secured): Promise<void> {
  const failure = type.needs.length > 0 ? 'login_failed' : 'refused';
  let result: number;
  try {
    result = await stream.readU32();
  } catch (error) {
    // A server that closes instead of an answer has refused, and counted it.
    if (error instanceof RfbError && error.code === 'closed') throw refusal(failure, Buffer.alloc(0), error);
    throw error;
  }
  if (result === OK) return;
  if (result !== FAILED && result !== TOO_MANY) throw new RfbError('malformed', `SecurityResult ${result}`);
  const reason = version === '3.8' ? await readReason(stream) : Buffer.alloc(0);
  if (result === TOO_MANY) throw new RfbError('too_many_failures', reason);
  throw refusal(failure, reason);
}
