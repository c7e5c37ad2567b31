/** Search of lists: every word must occur in a column that holds what is searched, normalised the same way. */

import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** What is searched and what is searched for meet in this form. A line break never occurs in a word, so it keeps fields apart. */
export function searchable(...fields: string[]): string {
  return fields.join('\n').normalize('NFC').toLowerCase();
}

export function searchWords(query: string): string[] {
  return [...new Set(searchable(query).split(/\s+/).filter(Boolean))];
}

/** `%` and `_` of the word mean themselves. */
export function containsWord(column: string, word: string): RawBuilder<SqlBool> {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`${sql.ref(column)} like ${pattern} escape '\\'`;
}
