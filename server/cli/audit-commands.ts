import { Option, type Command } from 'commander';
import { commandLine } from '../auth/identity';
import { verifyChain, type ChainFault, type ChainReport, type Fault } from '../audit/chain-verifier';
import { readMarks } from '../audit/high-water-mark';
import { auditActions, auditFormatSchema, type AuditAction, type AuditFilter, type AuditFormat } from '../contract/audit';
import { Refused } from './exit';
import { withServices } from './services';
import { print } from './table';

interface ExportOptions {
  format: AuditFormat;
  from?: number;
  to?: number;
  actor?: string;
  host?: string;
  action?: AuditAction[];
}

/** Rows between two words of progress: a shorter audit is done before one would be read. */
const PROGRESS_ROWS = 50_000;

export function addAuditCommands(audit: Command): void {
  audit
    .command('verify')
    .description('look through the whole chain for rows that were changed, removed, cut off or put in; exits 1 when it is broken')
    .addOption(
      new Option(
        '--noted <seq:hash>',
        'an end that an earlier run printed, kept outside: finds an audit that was set back to before it',
      ).argParser(place),
    )
    .action(verify);
  audit
    .command('export')
    .description('write the rows that match to standard output, in the order of the chain')
    .addOption(
      new Option('--format <how>', 'csv, json (one list) or jsonl (an object a line)').choices(auditFormatSchema.options).default('csv'),
    )
    .addOption(
      new Option('--from <time>', 'not before, such as 2026-11-01 or 2026-11-01T12:00Z; days are those of UTC').argParser(moment('from')),
    )
    .addOption(new Option('--to <time>', 'not after; a day is meant to its end').argParser(moment('to')))
    .option('--actor <name>', 'what this person did')
    .option('--host <id>', 'what has to do with this host')
    .addOption(new Option('--action <a,b>', 'such as login.failure,console.open').argParser(actions))
    .action(exportRows);
}

const words: Record<ChainFault, (seq: number, upTo: number) => string> = {
  changed: (seq) => `row ${seq} was changed`,
  missing: (seq) => `row ${seq} is missing`,
  inserted: (seq) => `row ${seq} was put in`,
  order: (seq) => `row ${seq} is not in its place`,
  head: (seq) =>
    `the seal of the end (row ${seq}) is wrong: rows were written anew without the portal's secret, or the secret is another one`,
  pruned: (seq) =>
    `the seal of what was pruned (up to row ${seq}) is wrong: rows were removed without the portal's secret, or the secret is another one`,
  broken: (seq) => `row ${seq} says that the end before it was not as the portal had left it`,
  noted: (seq) => `row ${seq} is not the one that was noted: the audit was written anew, or set back to an older state`,
  cut: (seq, upTo) =>
    `${seq === upTo ? `row ${seq} is` : `rows ${seq} to ${upTo} are`} missing at the end, as a mark in DATA_DIR shows: the end was cut off, or the database was set back to an older state`,
  marked: (seq) => `row ${seq} is not the one that a mark in DATA_DIR names: the audit was written anew, or set back to an older state`,
  mark: () => "a file audit-mark-….json in DATA_DIR does not bear the portal's seal: somebody changed it, or the secret is another one",
};

async function verify({ noted }: { noted?: { seq: number; hash: string } }): Promise<void> {
  let said = 0;
  const progress = (rows: number, of: number) => {
    if (rows - said < PROGRESS_ROWS) return;
    said = rows;
    process.stderr.write(`${rows} of ${of} rows\n`);
  };
  const report = await withServices(({ auditChain }, { dataDir, secret }) =>
    verifyChain(auditChain, { progress, outside: () => readMarks(dataDir, secret), ...(noted ? { noted } : {}) }),
  );
  if (report.fault) throw new Refused(`the audit is broken: ${faultText(report.fault)}; ${report.rows} rows before it hold`);
  print(`The audit holds: ${counted(report)}.\nIts end: ${report.head.seq}:${report.head.hash}\n${compared(report)}`);
}

function faultText({ kind, seq, upTo = seq }: Fault): string {
  return words[kind](seq, upTo);
}

function compared({ marks, marked }: ChainReport): string {
  if (marks === 0) return 'DATA_DIR holds no mark to compare its end with.';
  return `It reaches the mark in DATA_DIR: row ${marked}.`;
}

function counted({ rows, pruned }: ChainReport): string {
  const found = rows === 1 ? '1 row' : `${rows} rows`;
  return pruned === 0 ? found : `${found}, after ${pruned} that were pruned`;
}

async function exportRows({ format, ...filter }: ExportOptions): Promise<void> {
  await withServices(async ({ audit }) => {
    for await (const piece of audit.export(filter satisfies AuditFilter, format, { actor: commandLine })) await written(piece);
  });
}

/** Waits for a slow reader. One that has left, such as `head`, is no fault. */
function written(piece: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(piece, (error) => (error ? reject(error) : resolve())));
}

function place(text: string): { seq: number; hash: string } {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (seq === undefined || hash === undefined)
    throw new Refused('--noted must be what an earlier run printed: a number, a colon and 64 digits');
  return { seq: Number(seq), hash };
}

function moment(end: 'from' | 'to'): (text: string) => number {
  return (text) => {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
    const at = Date.parse(day && end === 'to' ? `${text}T23:59:59.999Z` : text);
    if (Number.isNaN(at)) throw new Refused(`--${end} must be a day or a time, such as 2026-11-01 or 2026-11-01T12:00Z`);
    return at;
  };
}

function actions(text: string): AuditAction[] {
  const known = new Set<string>(auditActions);
  const asked = text.split(',').map((action) => action.trim());
  const wrong = asked.find((action) => !known.has(action));
  if (wrong !== undefined) throw new Refused(`--action: there is no "${wrong}"; there are ${auditActions.join(', ')}`);
  return asked as AuditAction[];
}
