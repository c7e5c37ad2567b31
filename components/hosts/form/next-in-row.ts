const MAX_ID = 63;
const MAX_NAME = 120;
const ending = /^(.*?)(\d*)$/;

/** What hosts of one kind have in common: "web-07" → "web-". */
export function stemOf(id: string): string {
  return ending.exec(id)![1]!;
}

/** The next of its kind: "web-07" → "web-08", "router" → "router-2"; the name counts along. Ids that are taken are passed over. */
export function nextInRow({ id, name }: { id: string; name: string }, taken: readonly string[]): { id: string; name: string } {
  const used = new Set([id, ...taken]);
  for (let step = 1; ; step++) {
    const next = counted(id, '-', step, MAX_ID);
    if (!used.has(next)) return { id: next, name: name === id ? next : counted(name, ' ', step, MAX_NAME) };
  }
}

function counted(text: string, gap: string, step: number, max: number): string {
  const [, stem = '', digits = ''] = ending.exec(text)!;
  // A long number is an address or a serial number: it is not counted on.
  if (digits === '' || digits.length > 9) return withEnd(text, `${gap}${step + 1}`, max);
  return withEnd(stem, String(Number(digits) + step).padStart(digits.length, '0'), max);
}

function withEnd(stem: string, end: string, max: number): string {
  return `${stem.slice(0, max - end.length)}${end}`;
}
