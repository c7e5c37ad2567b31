/** Weekly hours as people write them on a command line: `Mon-Fri 08:00-18:00; Sat 10:00-14:00 Europe/Berlin`. */

import type { Hours } from '../contract/access';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function hoursText({ timeZone, slots }: Hours): string {
  return `${slots.map(({ days, from, to }) => `${daysText(days)} ${from}-${to}`).join('; ')} ${timeZone}`;
}

/** @returns null for what is not written like that; the schema of hours says what is wrong with the rest */
export function readHours(text: string): Hours | null {
  const parts = /^(.+?)\s+([A-Za-z][\w+/-]*)$/s.exec(text.trim());
  if (!parts) return null;
  const slots = parts[1]!.split(';').map((slot) => readSlot(slot.trim()));
  return slots.every((slot) => slot !== null) ? { timeZone: parts[2]!, slots } : null;
}

function readSlot(text: string): Hours['slots'][number] | null {
  const parts = /^([A-Za-z,\s-]+?)\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})$/.exec(text);
  const days = parts ? readDays(parts[1]!) : null;
  return parts && days ? { days, from: parts[2]!.padStart(5, '0'), to: parts[3]!.padStart(5, '0') } : null;
}

function readDays(text: string): number[] | null {
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const ends = part.split('-').map((name) => DAYS.findIndex((day) => day.toLowerCase() === name.trim().slice(0, 3).toLowerCase()));
    const [first = -1, last = first] = ends;
    if (ends.length > 2 || first < 0 || last < 0) return null;
    for (let day = first; ; day = (day + 1) % DAYS.length) {
      days.add(day + 1);
      if (day === last) break;
    }
  }
  return [...days].sort((a, b) => a - b);
}

function daysText(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const runs: number[][] = [];
  for (const day of sorted) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => DAYS[(day ?? 1) - 1];
  return runs.map((run) => (run.length > 1 ? `${name(run[0])}-${name(run.at(-1))}` : name(run[0]))).join(',');
}
