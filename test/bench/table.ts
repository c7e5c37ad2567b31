/** Results for a terminal: a table a part, figures with their spread; and the targets. */

import { figuresOf, summaryOf, type Results, type Row } from './results';
import type { Verdict } from './targets';
import type { Summary } from './statistics';

/** Four figures are as many as a run can promise. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const text =
    size >= 1000 ? value.toFixed(0) : size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(size >= 1 ? 2 : 3);
  return text.replace(/^(-?\d+)(\d{3})(?!\d)/, '$1,$2');
}

/** `12.3 (11.9–13.0)`; the spread only where there is one. */
export function withSpread({ median, low, high, count }: Summary): string {
  if (count === 0) return '–';
  return count === 1 || shown(low) === shown(high) ? shown(median) : `${shown(median)} (${shown(low)}–${shown(high)})`;
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const pad = (text: string, column: number) => (column < 2 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!));
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** Works that have the same figures stand in one table. */
export function partTable(rows: readonly Row[]): string {
  const kinds = new Map<string, Row[]>();
  for (const row of rows) {
    const kind = figuresOf(rows.filter(({ work }) => work === row.work)).join();
    kinds.set(kind, [...(kinds.get(kind) ?? []), row]);
  }
  return [...kinds.values()].map(table).join('\n\n');
}

function table(rows: readonly Row[]): string {
  const figures = figuresOf(rows);
  const works = [...new Set(rows.map(({ work }) => work))];
  const lines = [['work', 'candidate', ...figures]];
  for (const work of works) {
    for (const row of rows.filter((one) => one.work === work)) {
      lines.push([work, row.candidate, ...figures.map((figure) => withSpread(summaryOf(row, figure)))]);
    }
  }
  return aligned(lines);
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  const lines = verdicts.map(({ work, against, figure, wanted, measured, state }) => [
    work,
    against,
    figure,
    wanted,
    measured ? withSpread(measured) : '–',
    state,
  ]);
  return aligned([['work', 'against', 'figure', 'reach', 'measured', ''], ...lines]);
}

export function report(results: Results, titles: ReadonlyMap<string, string>, verdicts: readonly Verdict[]): string {
  const parts = [...new Set(results.rows.map(({ part }) => part))];
  const tables = parts.map((part) => `${titles.get(part) ?? part}\n\n${partTable(results.rows.filter((row) => row.part === part))}`);
  const warnings = results.warnings.map((warning) => `!!! ${warning}`).join('\n');
  return [...tables, `Targets\n\n${verdictTable(verdicts)}`, ...(warnings === '' ? [] : [warnings])].join('\n\n');
}
