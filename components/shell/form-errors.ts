import type { z } from 'zod';
import { ApiError } from '../api/api-error';

/** A form's check by the schema that the server uses too: one sentence a field, keyed by its path. */
export function checkedBy(schema: z.ZodType): (values: unknown) => Record<string, string> {
  return (values) => errorsOf(schema.safeParse(values));
}

export function errorsOf(result: z.ZodSafeParseResult<unknown>): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of result.error?.issues ?? []) errors[issue.path.join('.')] ??= issue.message;
  return errors;
}

/** Puts what the server found wrong beside the fields it is about. */
export function showFieldErrors(form: { setErrors: (errors: Record<string, string>) => void }, failure: unknown): void {
  if (failure instanceof ApiError && Object.keys(failure.fields).length > 0) form.setErrors(failure.fields);
}
