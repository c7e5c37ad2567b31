/** Which of the types that a server offers is taken (RFC 6143 section 7.1.2): the strongest that the credentials and the host's rules allow. */

import type { ByteStream } from '../byte-stream';
import { type Need, RfbError, type RfbNote } from '../rfb-error';
import { readReason, refusal } from '../reason';
import type { Bar, Scheme, SecurityContext, SecurityType } from './security-type';

/** A server's list from version 3.7 on. @throws RfbError `refused` or `too_many_failures` when it is empty, with the server's reason */
export async function readOffer(stream: ByteStream): Promise<number[]> {
  const count = await stream.readU8();
  if (count === 0) throw refusal('refused', await readReason(stream));
  return [...(await stream.read(count))];
}

/**
 * @param ranked every type that could be spoken, the strongest first
 * @param avoid types not to take, in the numbering of this list
 * @returns the first that is offered, may be used, and whose credentials are there; if there is none, they are asked for, for the strongest.
 * A wrapper does not stand in for a stronger type whose credentials are missing: inside, it would ask for them too.
 * @throws RfbError `credentials_needed` with the strongest one's needs, `no_common_security`
 */
export async function choose(
  ranked: readonly Scheme[],
  offered: readonly number[],
  context: SecurityContext,
  avoid: readonly number[] = context.avoid ?? [],
): Promise<Scheme> {
  const known = ranked.filter(({ type }) => offered.includes(type) && !avoid.includes(type));
  const usable = known.filter((scheme) => barrier(scheme, context) === null);
  const [strongest] = usable;
  if (!strongest) throw noneOf(known, offered, context);
  const ready = firstReady(usable, context) ?? (await askFor(strongest, usable, offered, context));
  ensureAccountIsMeant(ready, known, offered, context);
  return ready;
}

/** What each type needs that is on offer and may be taken. */
export function usableNeeds(ranked: readonly Scheme[], offered: readonly number[], context: SecurityContext): (readonly Need[])[] {
  const { avoid = [] } = context;
  return ranked
    .filter((scheme) => offered.includes(scheme.type) && !avoid.includes(scheme.type) && barrier(scheme, context) === null)
    .map(({ needs }) => needs);
}

function firstReady(usable: readonly Scheme[], context: SecurityContext): Scheme | undefined {
  return usable.find((scheme, index) => (index === 0 || !scheme.wraps) && hasAll(context, scheme.needs));
}

/** @returns the strongest, or a weaker one that does without what was left out */
async function askFor(strongest: Scheme, usable: readonly Scheme[], offered: readonly number[], context: SecurityContext): Promise<Scheme> {
  const { needs } = strongest;
  if (context.ask) {
    const others = [...usable.filter(({ wraps }) => !wraps).map((scheme) => scheme.needs), ...(context.elsewhere ?? [])];
    const optional = needs.filter((need) => others.some((other) => other.length > 0 && !other.includes(need)));
    context.credentials = await context.ask(needs, optional);
    delete context.ask;
  }
  const ready = firstReady(usable, context);
  if (!ready) throw new RfbError('credentials_needed', '', { needs, offered });
  return ready;
}

/**
 * A user name says that an account's password is there. It is no VNC password: where the type that takes accounts is barred, a weaker one
 * would only make a failed login of it, which counts against the portal's address.
 * @throws RfbError `no_common_security`
 */
function ensureAccountIsMeant(ready: Scheme, known: readonly Scheme[], offered: readonly number[], context: SecurityContext): void {
  if (!has(context, 'username') || ready.needs.includes('username') || ready.needs.length === 0) return;
  const stronger = known.slice(0, known.indexOf(ready));
  const forAccounts = stronger.filter((scheme) => scheme.needs.includes('username') && barrier(scheme, context) === 'unprotected');
  if (forAccounts.length > 0) throw noneOf(forAccounts, offered, context);
}

/** A security type as an entry of a list of its own. */
export function plainly(type: SecurityType, barred?: Scheme['barred'], verifies?: Scheme['verifies']): Scheme {
  return {
    type: type.type,
    name: type.name,
    needs: type.needs,
    ...(barred ? { barred } : {}),
    ...(verifies ? { verifies } : {}),
    async negotiate(stream, context) {
      await type.authenticate(stream, context);
      return { name: type.name, type };
    },
  };
}

/** Whether whoever answers may get a readable password. */
export function mayShowPassword({ confidential, unprotected }: SecurityContext): boolean {
  return confidential === true || unprotected === true;
}

/** For types whose password is readable for whoever answers. */
export function onlyProtected(context: SecurityContext): Bar | null {
  return mayShowPassword(context) ? null : 'unprotected';
}

export function onlyAnonymous({ tls }: SecurityContext): Bar | null {
  return tls.allowAnonymous ? null : 'noCertificate';
}

function has({ credentials }: SecurityContext, need: Need): boolean {
  const given = credentials[need];
  // A name that is left empty is none; an empty password is one that some servers have.
  return need === 'username' ? given !== undefined && given !== '' : given !== undefined;
}

export function hasAll(context: SecurityContext, needs: readonly Need[]): boolean {
  return needs.every((need) => has(context, need));
}

function barrier(scheme: Scheme, context: SecurityContext): Bar | null {
  return unverified(scheme, context) ?? scheme.barred?.(context) ?? null;
}

/** Where the server is to be known by a certificate or a key, what does not look at that is not spoken. */
function unverified({ verifies }: Scheme, { tls, rsa, verified }: SecurityContext): Bar | null {
  const certificate = tls.ca !== undefined || tls.pin !== undefined;
  const key = rsa?.pin !== undefined;
  if (verified || (!certificate && !key)) return null;
  if (verifies === 'inside' || (verifies === 'certificate' && certificate) || (verifies === 'key' && key)) return null;
  return 'unverified';
}

const reasons: Readonly<Record<Bar, string>> = {
  unverified: 'it does not verify the certificate or key that is set for the server',
  unprotected: 'whoever answers could read the password',
  noCertificate: 'it shows no certificate, and the host does not allow that',
  keyUnknown: "the server's key is not known",
};

function noneOf(known: readonly Scheme[], offered: readonly number[], context: SecurityContext): RfbError {
  const barred = known.map((scheme) => ({ type: scheme.name, bar: barrier(scheme, context)! }));
  const reason = barred.map(({ type, bar }) => `${type}: ${reasons[bar]}`).join('; ');
  const note = barred.reduceRight<RfbNote | undefined>(
    (also, { type, bar }) => ({ name: bar, values: { type }, ...(also ? { also } : {}) }),
    undefined,
  );
  const types = offered.join(', ');
  return new RfbError('no_common_security', note ? reason : `it offers ${types}`, {
    offered,
    note: note ?? { name: 'offers', values: { types } },
  });
}
