/** What was measured: a row for each candidate at each work, with its figures round by round. */

import { ratios, summarise, type Summary } from './statistics';

export type Figures = Record<string, number>;

export interface Row {
  part: string;
  work: string;
  candidate: string;
  rounds: Figures[];
}

export class Results {
  readonly rows: Row[] = [];
  /** What a reader has to know before believing the figures. */
  readonly warnings: string[] = [];

  add(part: string, work: string, candidate: string, figures: Figures): void {
    const found = this.find(part, work, candidate);
    if (found) found.rounds.push(figures);
    else this.rows.push({ part, work, candidate, rounds: [figures] });
  }

  find(part: string, work: string, candidate: string): Row | undefined {
    return this.rows.find((row) => row.part === part && row.work === work && row.candidate === candidate);
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }

  /** @returns null when one of the two was not measured */
  ratio(part: string, work: string, figure: string, candidate: string, peer: string): Summary | null {
    const [one, other] = [this.find(part, work, candidate), this.find(part, work, peer)];
    if (!one || !other) return null;
    const found = ratios(valuesOf(one, figure), valuesOf(other, figure));
    return found.count === 0 ? null : found;
  }
}

export const valuesOf = (row: Row, figure: string): number[] => row.rounds.map((figures) => figures[figure] ?? NaN);
export const summaryOf = (row: Row, figure: string): Summary => summarise(valuesOf(row, figure));

/** Names in the order in which they came first. */
export function figuresOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => row.rounds.flatMap((figures) => Object.keys(figures))))];
}
