/** Errors on their way from one thread to the other: a copy of what the caller answers by, and of what the log tells. */

import { isPortalError, PortalError, type ErrorCode } from '../../contract/errors';

/** Causes of causes: more than this is a circle. */
const MAX_DEPTH = 5;

interface Plain {
  name: string;
  message: string;
  stack: string;
  /** Of the system or the database. */
  code?: string | number;
  cause?: Plain;
}

export interface CarriedError {
  plain: Plain;
  portal?: { code: ErrorCode; told: PortalError['told']; retryAfterSeconds?: number };
}

export function packError(error: unknown): CarriedError {
  if (!isPortalError(error)) return { plain: packPlain(error) };
  const { code, told, options } = error;
  const wait = options.retryAfterSeconds;
  return { plain: packPlain(error), portal: { code, told, ...(wait === undefined ? {} : { retryAfterSeconds: wait }) } };
}

function packPlain(error: unknown, depth = 0): Plain {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  const { name, message, stack = '', cause } = error;
  const { code } = error as { code?: unknown };
  return {
    name,
    message,
    stack,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(cause === undefined || depth === MAX_DEPTH ? {} : { cause: packPlain(cause, depth + 1) }),
  };
}

export function unpackError({ plain, portal }: CarriedError): Error {
  if (!portal) return unpackPlain(plain);
  const { code, told, retryAfterSeconds } = portal;
  const error = new PortalError(code, {
    ...told,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(plain.cause ? { cause: unpackPlain(plain.cause) } : {}),
  });
  error.stack = plain.stack;
  return error;
}

function unpackPlain({ name, message, stack, code, cause }: Plain): Error {
  const error = new Error(message, cause ? { cause: unpackPlain(cause) } : undefined);
  return Object.assign(error, { name, stack }, code === undefined ? {} : { code });
}
