/** The one error that crosses the portal's layers: a code and a safe sentence for the outside, a cause for the log. For the server alone. */

import type { z } from 'zod';
import { say, sayEach } from '../../messages/say';
import { text, type Text } from '../../messages/text';
import type { ErrorBody } from './error-body';
import type { Locale } from './locale';
import { fieldTexts } from './sentence';

export { errorBodySchema, type ErrorBody } from './error-body';

/** Every code that the REST API answers with, and its status. What a person reads by default stands in messages/…/errors.ts. */
export const errorStatus = {
  bad_request: 400,
  invalid: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  wrong_setup_code: 401,
  wrong_code: 401,
  wrong_passkey: 401,
  sign_in_lost: 401,
  wrong_invite: 401,
  not_allowed: 403,
  account_disabled: 403,
  fresh_factor_needed: 403,
  fresh_password_needed: 403,
  fresh_sign_in_needed: 403,
  forbidden: 403,
  foreign_origin: 403,
  not_found: 404,
  host_not_found: 404,
  user_not_found: 404,
  group_not_found: 404,
  grant_not_found: 404,
  passkey_not_found: 404,
  session_not_found: 404,
  login_not_found: 404,
  token_not_found: 404,
  attempt_not_found: 404,
  method_not_allowed: 405,
  host_exists: 409,
  plan_changed: 409,
  user_exists: 409,
  group_exists: 409,
  factor_required: 409,
  totp_exists: 409,
  last_admin: 409,
  setup_done: 409,
  too_large: 413,
  too_many_attempts: 429,
  headers_too_large: 431,
  busy: 503,
  directory_unavailable: 503,
  unavailable: 503,
  internal: 500,
} as const;
export type ErrorCode = keyof typeof errorStatus;

const brand = Symbol.for('vnc-portal.error');

interface Particulars {
  /** A more exact sentence, safe to show to anybody who may make the call. */
  message?: Text;
  /** Field name → what is wrong with it. */
  fields?: Readonly<Record<string, Text>>;
  /** Goes to the log, never over the wire. */
  cause?: unknown;
  retryAfterSeconds?: number;
}

/** Its `message` is English, for logs and the command line; {@link bodyIn} speaks the caller's language. */
export class PortalError extends Error {
  readonly [brand] = true;
  readonly status: number;
  /** What is told, to be said in any language. */
  readonly told: { readonly message: Text; readonly fields?: Readonly<Record<string, Text>> };
  /** `fields` in English, as `message` is. */
  readonly options: { readonly fields?: Readonly<Record<string, string>>; readonly retryAfterSeconds?: number };

  /** @param code which row of {@link errorStatus} */
  constructor(
    readonly code: ErrorCode,
    { message = text(`errors.code.${code}`), fields, cause, retryAfterSeconds }: Particulars = {},
  ) {
    super(say(message), { cause });
    this.name = 'PortalError';
    this.status = errorStatus[code];
    this.told = { message, ...(fields ? { fields } : {}) };
    this.options = {
      ...(fields ? { fields: sayEach(fields) } : {}),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  }

  bodyIn(locale: Locale): ErrorBody {
    const { message, fields } = this.told;
    return { error: { code: this.code, message: say(message, locale), ...(fields ? { fields: sayEach(fields, locale) } : {}) } };
  }
}

/** By brand, not by class: Next bundles its own copy of this module, so `instanceof` would fail across the two. */
export function isPortalError(error: unknown): error is PortalError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** Turns a failed {@link check} into an `invalid` error with one sentence a field. */
export function invalid(error: z.ZodError): PortalError {
  const fields = Object.fromEntries(Object.entries(fieldTexts(error)).map(([path, said]) => [path || 'body', said]));
  const [first] = Object.entries(fields);
  return new PortalError('invalid', {
    fields,
    ...(first ? { message: text('errors.firstField', { field: first[0], message: first[1] }) } : {}),
  });
}
