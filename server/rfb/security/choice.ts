/** Which of the types that a server offers is taken (RFC 6143 section 7.1.2): the strongest that the credentials and the host's rules allow. */

import type { ByteStream } from '../byte-stream';
import { type Need, RfbError, type RfbNote } from '../rfb-error';
import { readReason, refusal } from '../reason';
import type { Scheme, SecurityContext, SecurityType } from './security-type';

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
  if (!strongest) {
    throw new RfbError('no_common_security', whyNone(known, offered, context), { offered, note: noteOfNone(known, offered, context) });
  }
  const ready = usable.find((scheme) => (scheme === strongest || !scheme.wraps) && scheme.needs.every((need) => has(context, need)));
  if (ready) return ready;
  await ask(strongest.needs, offered, context);
  return strongest;
}

async function ask(needs: readonly Need[], offered: readonly number[], context: SecurityContext): Promise<void> {
  if (context.ask) {
    context.credentials = await context.ask(needs);
    delete context.ask;
  }
  if (!needs.every((need) => has(context, need))) throw new RfbError('credentials_needed', '', { needs, offered });
}

/** A security type as an entry of a list of its own. */
export function plainly(type: SecurityType, barred?: Scheme['barred']): Scheme {
  return {
    type: type.type,
    name: type.name,
    needs: type.needs,
    ...(barred ? { barred } : {}),
    async negotiate(stream, context) {
      await type.authenticate(stream, context);
      return { name: type.name, type };
    },
  };
}

const UNENCRYPTED = 'it would send the password unencrypted';
const NO_CERTIFICATE = 'it shows no certificate, and the host does not allow that';

/** For types that send a password as it is. */
export function onlyConfidential({ confidential }: SecurityContext): string | null {
  return confidential ? null : UNENCRYPTED;
}

export function onlyAnonymous({ tls }: SecurityContext): string | null {
  return tls.allowAnonymous ? null : NO_CERTIFICATE;
}

function has({ credentials }: SecurityContext, need: Need): boolean {
  return credentials[need] !== undefined;
}

function barrier(scheme: Scheme, context: SecurityContext): string | null {
  return scheme.barred?.(context) ?? null;
}

function whyNone(known: readonly Scheme[], offered: readonly number[], context: SecurityContext): string {
  if (known.length === 0) return `it offers ${offered.join(', ')}`;
  return known.map((scheme) => `${scheme.name}: ${barrier(scheme, context)!}`).join('; ');
}

function noteOfNone(known: readonly Scheme[], offered: readonly number[], context: SecurityContext): RfbNote | undefined {
  if (known.length === 0) return { name: 'offers', values: { types: offered.join(', ') } };
  return known.reduceRight<RfbNote | undefined>((also, scheme) => {
    const name = barrier(scheme, context) === UNENCRYPTED ? 'unencrypted' : 'noCertificate';
    return { name, values: { type: scheme.name }, ...(also ? { also } : {}) };
  }, undefined);
}
