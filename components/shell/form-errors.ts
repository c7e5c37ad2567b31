import { useTranslations } from 'next-intl';
import type { z } from 'zod';
import type { Text } from '@/messages/text';
import { check, fieldTexts } from '@/server/contract/sentence';
import { ApiError } from '../api/api-error';

const SUBJECT = 'fields';

export type SayField = (text: Text) => string;

/** Says what a schema finds wrong. The page names `fields` among its subjects. */
export function useFieldText(): SayField {
  const t = useTranslations(SUBJECT) as (key: string, values?: Readonly<Record<string, unknown>>) => string;
  return ({ key, values }) => t(key.slice(SUBJECT.length + 1), values);
}

/** A form's check by the schema that the server uses too: one sentence a field, keyed by its path. */
export function checkedBy(schema: z.ZodType, say: SayField): (values: unknown) => Record<string, string> {
  return (values) => {
    const { error } = check(schema, values);
    return error ? Object.fromEntries(Object.entries(fieldTexts(error)).map(([path, text]) => [path, say(text)])) : {};
  };
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
