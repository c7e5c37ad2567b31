/**
 * The portal as a VNC client (RFC 6143 sections 7.1 to 7.3):
 * ProtocolVersion → security type → its authentication → SecurityResult → ClientInit → ServerInit.
 */

import { approved, type Approval } from './approval';
import type { ByteStream } from './byte-stream';
import { readReason, refusal } from './reason';
import { isNoted, type Need, RfbError } from './rfb-error';
import { choose, hasAll, readOffer, usableNeeds } from './security/choice';
import { none } from './security/none';
import { schemes } from './security/registry';
import type { Credentials, RfbVersion, RsaOptions, Secured, SecurityContext, TlsOptions } from './security/security-type';
import { readServerInit, type ServerInit } from './server-init';
import { dialectError, greet, isDialect } from './version';

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
  /** Whether nobody can read along who is not the server: a UNIX socket, or TLS around everything as the host's rules accept it. */
  confidential?: boolean;
  /** Lets types be taken without that whose password is readable for whoever answers: ARD, MSLogonII, Plain and such. */
  unprotected?: boolean;
  /** Whether the channel has proven the server already, by the CA or the pin: else only types are spoken that do. */
  verified?: boolean;
  /**
   * Asks somebody for the credentials that are missing. The connection waits for it without a time limit of its own;
   * the signal aborts when the server does not. What is optional is what a weaker type does without.
   */
  ask?: (needs: readonly Need[], signal: AbortSignal, optional: readonly Need[]) => Promise<Credentials>;
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
  /** What the server greeted with then. */
  greeting?: string;
}

export interface Login {
  version: RfbVersion;
  /** Such as `VncAuth` or `VeNCrypt X509Vnc`. */
  security: string;
  serverInit: ServerInit;
}

/**
 * Logs in, once. After a failure the stream is of no use but to be destroyed; nothing is tried again.
 * @throws RfbError, whose `retryAvoiding` says when another connection could fare better
 */
export async function login(stream: ByteStream, options: LoginOptions): Promise<Login> {
  const { theirs, version } = options.version
    ? { theirs: options.greeting ?? '', version: options.version }
    : await greet(stream, options.repeaterId);
  const context = contextOf(stream, options, version);
  const { approval } = options;
  const offer = await approved(stream, approval, () => readOffers(stream, version)).catch((error: unknown) => {
    throw theirs !== '' && isDialect(theirs) && isNoOffer(error) ? dialectError(theirs, error) : error;
  });
  options.onOffer?.(offer);
  const secured = await secure(stream, context, offer);
  await readResult(stream, version, secured, approval);
  stream.write(Buffer.of(options.shared ? 1 : 0));
  // Without a result, this is the first answer after the security type.
  const serverInit = hasResult(version, secured)
    ? await readServerInit(stream, secured)
    : await approved(stream, approval, () => readServerInit(stream, secured));
  return { version, security: secured.name, serverInit };
}

function contextOf(stream: ByteStream, options: LoginOptions, version: RfbVersion): SecurityContext {
  const { credentials, tls, rsa, confidential, unprotected, verified, ask, avoid } = options;
  return {
    credentials,
    tls,
    version,
    ...(rsa ? { rsa } : {}),
    ...(avoid ? { avoid } : {}),
    ...(confidential === undefined ? {} : { confidential }),
    ...(unprotected === undefined ? {} : { unprotected }),
    ...(verified === undefined ? {} : { verified }),
    ...(ask ? { ask: (needs, optional) => stream.untimed((signal) => ask(needs, signal, optional)) } : {}),
  };
}

/** Version 3.3: the server decides, in a U32. From 3.7 on the client chooses. @throws RfbError `refused` or `too_many_failures` */
async function readOffers(stream: ByteStream, version: RfbVersion): Promise<number[]> {
  if (version !== '3.3') return readOffer(stream);
  return [await readType(stream)];
}

/** Whether a server has gone away, or waits, instead of saying what it offers. */
function isNoOffer(error: unknown): boolean {
  return error instanceof RfbError && (error.code === 'closed' || error.code === 'timeout');
}

async function secure(stream: ByteStream, context: SecurityContext, offered: readonly number[]): Promise<Secured> {
  if (context.version === '3.3') return (await choose(schemes, offered, context)).negotiate(stream, context);
  const scheme = await choose(schemes, offered, context);
  // Before it is negotiated: inside TLS more may be taken than on another connection.
  const avoid = [...(context.avoid ?? []), scheme.type];
  const elsewhere = usableNeeds(schemes, offered, { ...context, avoid });
  stream.write(Buffer.of(scheme.type));
  try {
    return await scheme.negotiate(stream, Object.assign(context, { elsewhere }));
  } catch (error) {
    throw isBetterElsewhere(error, elsewhere, context) ? withRetry(error, avoid) : error;
  }
}

/**
 * The lists inside a type, such as VeNCrypt's, are seen only after it was chosen, and there is no way back (RFC 6143 section 7.1.2): what the
 * server offers besides can be had on a new connection.
 */
function withRetry({ code, reason, cause, needs, offered, note }: RfbError, retryAvoiding: readonly number[]): RfbError {
  return new RfbError(code, reason, { cause, needs, offered, retryAvoiding, ...(note ? { note } : {}) });
}

function isBetterElsewhere(error: unknown, elsewhere: readonly (readonly Need[])[], context: SecurityContext): error is RfbError {
  if (!(error instanceof RfbError)) return false;
  // Credentials that do not fit are not made to fit by another type.
  if (error.code === 'credentials_needed') return error.note === null && elsewhere.some((needs) => hasAll(context, needs));
  if (error.code !== 'no_common_security') return false;
  // The password of an account is no VNC password: it would only fail.
  const account = hasAll(context, ['username']) && isNoted(error, 'unprotected');
  return elsewhere.some((needs) => !account || needs.length === 0 || needs.includes('username'));
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
