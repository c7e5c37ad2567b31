import { randomBytes } from 'node:crypto';
import { type Need, RfbError, type RfbNote } from '../rfb-error';
import type { Credentials, SecurityContext } from './security-type';

/** The credentials that a type needs, all there. @throws RfbError `credentials_needed` */
export function required<N extends Need>(credentials: Credentials, needs: readonly N[], type: number): Record<N, string> {
  if (needs.some((need) => credentials[need] === undefined)) throw new RfbError('credentials_needed', '', { needs, offered: [type] });
  return credentials as Record<N, string>;
}

/** The same for a type that learns what it needs only on the way: what is missing is asked for. @throws RfbError `credentials_needed` */
export async function obtained<N extends Need>(context: SecurityContext, needs: readonly N[], type: number): Promise<Record<N, string>> {
  if (context.ask && needs.some((need) => context.credentials[need] === undefined)) {
    context.credentials = await context.ask(needs, []);
    delete context.ask;
  }
  return required(context.credentials, needs, type);
}

/**
 * UTF-8 of a name or password that has to fit into a field. Cut to fit it would be another one, and the failed login would count against the
 * portal's address: other credentials are asked for before anything is sent.
 * @throws RfbError `credentials_needed`, without a byte of the text
 */
export function credentialBytes(text: string, what: Need, limit: number): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > limit)
    throw unfit(what, `is longer than the ${limit} bytes that this security type has room for`, 'credentialTooLong', { limit });
  return bytes;
}

/** Text that is to stand before a NUL. @throws RfbError `credentials_needed` */
export function withoutNul(text: string, what: Need): string {
  if (text.includes('\0')) throw unfit(what, 'has a NUL in it, where this security type would end it', 'credentialHasNul');
  return text;
}

/** A field of so many bytes: the text, a NUL, and random bytes, as the types on Diffie-Hellman want it. @throws RfbError `credentials_needed` */
export function paddedField(text: string, what: Need, length: number): Buffer {
  const bytes = credentialBytes(withoutNul(text, what), what, length - 1);
  const field = randomBytes(length);
  bytes.copy(field);
  field[bytes.length] = 0;
  bytes.fill(0);
  return field;
}

function unfit(what: Need, problem: string, name: RfbNote['name'], values: RfbNote['values'] = {}): RfbError {
  return new RfbError('credentials_needed', `the ${what} ${problem}`, { needs: [what], note: { name, values: { need: what, ...values } } });
}
