import { apiText } from './api-text';

/** Why a call to the portal failed, in words for the person who made it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /**
   * @param code a code of the portal's error table, `unreachable` (no answer came) or `unexpected` (one that makes no sense)
   * @param status HTTP status; 0 when no answer came
   * @param message what happened, why, and what to do next
   * @param fields field name → what is wrong with it
   */
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** Any failure as an ApiError; a programming error still says something that a person can act on. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('unexpected', 0, apiText('broken'));
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
