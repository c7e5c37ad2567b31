/** Comma-separated values as RFC 4180 has them, and as spreadsheets write them: with a BOM, with semicolons or tabs, with any end of line. */

import { CsvError as ParserError, parse, type Info } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { guarded } from './formula-guard';

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

const problems: Readonly<Record<string, CsvProblem>> = {
  CSV_INVALID_CLOSING_QUOTE: 'afterQuote',
  CSV_QUOTE_NOT_CLOSED: 'openQuote',
  INVALID_OPENING_QUOTE: 'innerQuote',
};

/**
 * Rows that are wholly empty are left out.
 * @throws CsvError for a quote that is not closed or stands inside a value
 */
export function readCsv(text: string): CsvRow[] {
  const source = text.replace(/^\uFEFF/, '');
  try {
    const rows = parse(source, {
      delimiter: separatorOf(source),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      info: true,
    }) as unknown as { record: string[]; info: Info }[];
    return rows
      .map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    const problem = error instanceof ParserError ? problems[error.code] : undefined;
    if (problem === undefined) throw error;
    throw new CsvError((error as { lines?: number }).lines ?? 1, problem);
  }
}

/**
 * One line for each row, each with its end. A text that a spreadsheet would take for a formula is guarded; a number is not.
 * @returns an empty text for no rows
 */
export function writeCsv(rows: readonly (readonly (string | number)[])[]): string {
  const safe = rows.map((cells) => cells.map((cell) => (typeof cell === 'number' ? String(cell) : guarded(cell))));
  return stringify(safe, { record_delimiter: '\r\n', quoted_match: /[;\t\r\n]|^\s|\s$/ });
}

/** A row tells the line of its end. */
function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

/** Spreadsheets of some countries write semicolons, and tabs as "Unicode text": whichever the first line has most of. */
function separatorOf(source: string): string {
  const [first = ''] = source.split(/[\r\n]/, 1);
  const count = (mark: string): number => first.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
