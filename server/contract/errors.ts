/** The one error that crosses the portal's layers: a code and a safe message for the outside, a cause for the log. */

import { z } from 'zod';

/** What every failed REST call answers with. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Every code that the REST API answers with, its status and the sentence that a person reads by default. */
export const errorTable = {
  bad_request: [400, 'The request could not be understood. Check its form and send it again.'],
  invalid: [400, 'Some fields need another value. Each is named with what is wrong.'],
  not_signed_in: [401, 'You are not signed in. Sign in and try again.'],
  wrong_credentials: [401, 'The name or the password is wrong. Check both and try again.'],
  wrong_setup_code: [401, 'That is not the setup code. Copy the one printed where the portal was started.'],
  forbidden: [403, 'Your account may not do this. Ask an administrator.'],
  foreign_origin: [403, 'The request came from another site and was refused. Open the portal itself and try again.'],
  not_found: [404, 'There is nothing here. Check the address.'],
  host_not_found: [404, 'There is no such host, or you may not open it. Ask an administrator for access.'],
  user_not_found: [404, 'There is no such user. Reload the list.'],
  session_not_found: [404, 'That console has already ended.'],
  login_not_found: [404, 'That sign-in has already ended.'],
  token_not_found: [404, 'There is no such token. Reload the list.'],
  attempt_not_found: [404, 'The portal has no record of this connection attempt.'],
  method_not_allowed: [405, 'This address does not take that method.'],
  host_exists: [409, 'A host with this id exists already. Choose another id.'],
  user_exists: [409, 'A user with this name exists already. Choose another name.'],
  last_admin: [409, 'This is the last active administrator. Make somebody else an administrator first.'],
  setup_done: [409, 'The portal has been set up already. Sign in instead.'],
  too_large: [413, 'The request is too large.'],
  too_many_attempts: [429, 'Too many failed attempts. Wait before trying again.'],
  busy: [503, 'The portal is busy. Try again in a few seconds.'],
  unavailable: [503, 'The portal cannot reach its database. Try again shortly; if it persists, tell an administrator.'],
  internal: [500, 'The portal failed to do this. Try again; if it persists, an administrator finds the cause in the log.'],
} as const satisfies Record<string, readonly [number, string]>;
export type ErrorCode = keyof typeof errorTable;

const brand = Symbol.for('vnc-portal.error');

export class PortalError extends Error {
  readonly [brand] = true;
  readonly status: number;

  /**
   * @param code which row of {@link errorTable}
   * @param options.message a more exact sentence, safe to show to anybody who may make the call
   * @param options.fields field name → what is wrong with it
   * @param options.cause goes to the log, never over the wire
   */
  constructor(
    readonly code: ErrorCode,
    readonly options: { message?: string; fields?: Record<string, string>; cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(options.message ?? errorTable[code][1], { cause: options.cause });
    this.name = 'PortalError';
    this.status = errorTable[code][0];
  }

  get body(): ErrorBody {
    const { fields } = this.options;
    return { error: { code: this.code, message: this.message, ...(fields ? { fields } : {}) } };
  }
}

/** By brand, not by class: Next bundles its own copy of this module, so `instanceof` would fail across the two. */
export function isPortalError(error: unknown): error is PortalError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** Turns a failed zod parse into an `invalid` error with one sentence a field. */
export function invalid(error: z.ZodError): PortalError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.') || 'body'] ??= issue.message;
  const [first] = Object.entries(fields);
  return new PortalError('invalid', { fields, ...(first ? { message: `${first[0]}: ${first[1]}` } : {}) });
}
