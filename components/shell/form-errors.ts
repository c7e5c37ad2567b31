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

interface Form {
  setErrors: (errors: Record<string, string>) => void;
  getInputNode: (path: string) => HTMLElement | null;
}

/** Puts what the server found wrong beside the fields that it is about, and goes to the first. */
export function showFieldErrors(form: Form, failure: unknown): void {
  if (!(failure instanceof ApiError) || Object.keys(failure.fields).length === 0) return;
  form.setErrors(failure.fields);
  focusFirst(form, failure.fields);
}

/** A form may be longer than the screen: what is wrong comes into sight. */
export function focusFirst(form: Pick<Form, 'getInputNode'>, errors: object): void {
  form.getInputNode(Object.keys(errors)[0] ?? '')?.focus();
}
