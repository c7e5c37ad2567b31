/** Comma-separated values as RFC 4180 has them, and as spreadsheets write them: with a BOM, with semicolons, with either end of line. */

/** What a quote does where it may not. */
export type CsvProblem = 'afterQuote' | 'openQuote' | 'innerQuote';

export class CsvError extends Error {
  constructor(
    readonly line: number,
    readonly problem: CsvProblem,
  ) {
    super(`line ${line}: ${problem}`);
  }
}

export interface CsvRow {
  /** Where it begins in the file, from 1. */
  line: number;
  cells: string[];
}

/**
 * Rows that are wholly empty are left out.
 * @throws CsvError for a quote that is not closed or stands inside a value
 */
export function readCsv(text: string): CsvRow[] {
  const source = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(source);
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, cells: [] };
  let line = 1;
  let at = 0;
  while (at < source.length) {
    const { value, next } = source[at] === '"' ? quoted(source, at, line) : plain(source, at, separator, line);
    row.cells.push(value);
    line += (source.slice(at, next).match(/\n/g) ?? []).length;
    const end = /^(?:\r\n|\n|\r|$)/.exec(source.slice(next, next + 2));
    if (end) {
      at = next + end[0].length;
      if (end[0] !== '') line++;
      rows.push(row);
      row = { line, cells: [] };
    } else if (source[next] === separator) {
      at = next + 1;
      // A separator at the very end is followed by one more, empty value.
      if (at === source.length) rows.push({ ...row, cells: [...row.cells, ''] });
    } else {
      throw new CsvError(line, 'afterQuote');
    }
  }
  return rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

function quoted(source: string, start: number, line: number): { value: string; next: number } {
  let value = '';
  let at = start + 1;
  for (;;) {
    const end = source.indexOf('"', at);
    if (end < 0) throw new CsvError(line, 'openQuote');
    value += source.slice(at, end);
    if (source[end + 1] !== '"') return { value, next: end + 1 };
    value += '"';
    at = end + 2;
  }
}

function plain(source: string, start: number, separator: string, line: number): { value: string; next: number } {
  let next = start;
  while (next < source.length && source[next] !== separator && source[next] !== '\n' && source[next] !== '\r') next++;
  const value = source.slice(start, next);
  if (value.includes('"')) throw new CsvError(line, 'innerQuote');
  return { value, next };
}

/** Spreadsheets of some countries write semicolons: whichever the first line has more of. */
function separatorOf(source: string): string {
  const [first = ''] = source.split(/[\r\n]/, 1);
  const count = (mark: string): number => first.split(mark).length;
  return count(';') > count(',') ? ';' : ',';
}
