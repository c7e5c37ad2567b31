/** A sentence of the server as it is kept and passed on: which one, and with what in it. Whoever shows it has it said in the reader's language. */

import type { Messages } from '.';

/** The subjects that the server speaks of. */
export const serverSubjects = ['errors', 'fields', 'refusals', 'hostTest', 'hostStatus', 'importFindings', 'vncNotes'] as const;
type ServerMessages = Pick<Messages, (typeof serverSubjects)[number]>;

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string];
export type TextKey = Leaves<ServerMessages>;
export type FieldKey = Leaves<Messages['fields']>;

/** A text is put in as it is: what a stranger wrote is never read as a message of ours. */
export type TextValue = string | number | Text;
export interface Text {
  readonly key: TextKey;
  readonly values?: Readonly<Record<string, TextValue>>;
}

type At<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : never;
/** The names in the braces of a message; what stands in the branches of a plural has spaces in it and is none. */
type Names<M> = M extends `${string}{${infer Name}}${infer Rest}` ? NameOf<Name> | Names<Rest> : never;
type NameOf<N extends string> = N extends `${infer Name},${string}` ? Name : N extends `${string} ${string}` ? never : N;
type Values<N extends string> = [N] extends [never] ? [] : [values: Readonly<Record<N, TextValue>>];

export function text<K extends TextKey>(key: K, ...[values]: Values<Names<At<ServerMessages, K>>>): Text {
  return values === undefined ? { key } : { key, values };
}
