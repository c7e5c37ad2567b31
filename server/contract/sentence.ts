/**
 * The sentences of schemas. A check has no words of its own but the key of a text, so that the same schema speaks every language, on the
 * server and in a browser's form: `z.string().max(40, sentence('longTag'))`. What stands in the text's braces is taken from zod's issue.
 */

import type { z } from 'zod';
import type { FieldKey, Text } from '../../messages/text';

const PREFIX = 'fields.';

/** @returns what zod carries as the message of the issue */
export function sentence(key: FieldKey): string {
  return `${PREFIX}${key}`;
}

/** Parses with a sentence of ours for whatever the schema has none for; zod's own are English. */
export function check<S extends z.ZodType>(schema: S, input: unknown): z.ZodSafeParseResult<z.output<S>> {
  return schema.safeParse(input, { error: (issue) => sentence(plainSentence(issue)) });
}

/** What an issue says, in the subject `fields` of the catalogue. */
export function fieldText(issue: z.core.$ZodIssue): Text {
  const key = issue.message.startsWith(PREFIX) ? issue.message : sentence(plainSentence(issue));
  return { key: key as `${typeof PREFIX}${FieldKey}`, values: valuesOf(issue) };
}

/** @returns one text a field, the first that is wrong with it, by its path; '' is the whole */
export function fieldTexts(error: z.ZodError): Record<string, Text> {
  const texts: Record<string, Text> = {};
  for (const issue of error.issues) texts[issue.path.join('.')] ??= fieldText(issue);
  return texts;
}

function plainSentence(issue: z.core.$ZodRawIssue | z.core.$ZodIssue): FieldKey {
  switch (issue.code) {
    case 'invalid_type':
      return 'input' in issue && issue.input === undefined ? 'missing' : 'kind';
    case 'too_small':
      return issue.origin === 'string' ? 'shortText' : issue.origin === 'array' ? 'fewItems' : 'smallNumber';
    case 'too_big':
      return issue.origin === 'string' ? 'longText' : issue.origin === 'array' ? 'manyItems' : 'bigNumber';
    case 'invalid_value':
      return 'input' in issue && issue.input === undefined ? 'missing' : 'option';
    case 'unrecognized_keys':
      return 'unknown';
    default:
      return 'form';
  }
}

/** Names that a stranger sent are not repeated without end. */
const MAX_NAMES = 5;
const MAX_NAME = 60;

function valuesOf(issue: z.core.$ZodIssue): Record<string, string | number> {
  switch (issue.code) {
    case 'invalid_type':
      return { expected: issue.expected };
    case 'too_small':
      return { min: Number(issue.minimum) };
    case 'too_big':
      return { max: Number(issue.maximum) };
    case 'invalid_value':
      return { options: issue.values.join(', ') };
    case 'unrecognized_keys':
      return {
        names: issue.keys
          .slice(0, MAX_NAMES)
          .map((name) => name.slice(0, MAX_NAME))
          .join(', '),
      };
    case 'custom':
      return (issue.params ?? {}) as Record<string, string | number>;
    default:
      return {};
  }
}
