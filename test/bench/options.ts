/** The command line. */

export interface Options {
  parts: string[];
  short: boolean;
  /** How often all candidates have their turn. */
  rounds: number;
  /** The same of what Chromium shows, which takes longest. */
  roundsInChromium: number;
  /** Of a measurement, and before it. */
  seconds: number;
  warmUp: number;
  postgres: boolean;
  /** Idle consoles to open, one figure after the other. */
  counts: number[];
  /** Consoles of a working day. */
  consoles: number;
  /** Hosts of the list, and rows of the export. */
  hosts: number;
}

const full = { rounds: 5, roundsInChromium: 5, seconds: 2, warmUp: 0.5, counts: [1000, 5000, 9000, 10_000], consoles: 200, hosts: 10_000 };
const short = { rounds: 2, roundsInChromium: 1, seconds: 0.25, warmUp: 0.1, counts: [200], consoles: 200, hosts: 2000 };

const numbers = ['rounds', 'seconds', 'consoles', 'hosts'] as const;

export function usageText(parts: readonly { name: string; title: string }[]): string {
  const width = Math.max(...parts.map(({ name }) => name.length));
  return `npm run bench [-- [PART …] [--short] [--rounds N] [--seconds N] [--counts N,N] [--consoles N] [--hosts N] [--postgres]]

Measures the portal beside nginx, HAProxy, websockify, http-proxy and noVNC's own page, in turns, and prints how they compare.
Parts, all when none is named:
${parts.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join('\n')}

  --short       under three minutes: ${short.rounds} rounds of ${short.seconds} s, ${short.roundsInChromium} in Chromium, ${short.hosts} hosts, and only works that have a target
  --rounds N    how often all have their turn (${full.rounds})
  --seconds N   of one measurement (${full.seconds})
  --counts N,N  idle consoles of "open" (${full.counts.join(',')})
  --consoles N  of "day" (${full.consoles})
  --hosts N     of "list", and rows of the export in "day" (${full.hosts})
  --postgres    the portal's database is PostgreSQL instead of SQLite
  --help

The results are also written to test-output/ as JSON. The exit code is 0 also where a target was missed, 1 when something broke.`;
}

/** @throws Error with a line for who typed it */
export function parseOptions(args: readonly string[], known: readonly string[]): Options | 'help' {
  const isShort = args.includes('--short');
  const options: Options = { parts: [], short: isShort, postgres: false, ...(isShort ? short : full) };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--help' || word === '-h') return 'help';
    if (word === '--short') continue;
    if (word === '--postgres') {
      options.postgres = true;
      continue;
    }
    const name = word.replace(/^--/, '');
    if (word === '--counts') {
      options.counts = (rest.shift() ?? '').split(',').map((count) => positive('counts', count));
    } else if (word.startsWith('--')) {
      const number = numbers.find((one) => one === name);
      if (!number) throw new Error(`no such option: ${word} (--help names them)`);
      options[number] = positive(number, rest.shift());
      if (number === 'rounds') options.roundsInChromium = options.rounds;
      if (number === 'seconds') options.warmUp = Math.min(options.warmUp, options.seconds / 2);
    } else if (known.includes(word)) options.parts.push(word);
    else throw new Error(`no such part: ${word} (${known.join(', ')})`);
  }
  if (options.parts.length === 0) options.parts = [...known];
  return options;
}

function positive(name: string, text: string | undefined): number {
  const number = Number(text);
  if (!(number > 0 && number <= 1e6)) throw new Error(`--${name} needs a number above 0`);
  return number;
}
