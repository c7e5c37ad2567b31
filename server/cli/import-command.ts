import { readFileSync, statSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { say } from '../../messages/say';
import { text } from '../../messages/text';
import { commandLine } from '../auth/identity';
import type { ImportMistake, ImportPlan } from '../hosts/import';
import { formatOf, ImportFileError, readImportFile, type FileEntry, type ImportFormat } from '../hosts/import-file';
import { Refused } from './exit';
import { withServices } from './services';
import { print } from './table';

/** Tens of thousands of hosts, certificates included; more is the wrong file. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** A file with the wrong columns has a mistake in every line: the first few tell as much as all. */
const MAX_MISTAKES = 20;

export function addImportCommand(host: Command): void {
  host
    .command('import')
    .description('bring the registry in line with a YAML or CSV file, all or nothing')
    .argument('<file>', 'ending in .yaml, .yml or .csv', file)
    .option('--dry-run', 'print what would be done, and do nothing')
    .option('--prune', 'remove the hosts that the file does not name; they are kept otherwise')
    .addHelpText(
      'after',
      `
What the file says of a host is made so; what it leaves out stays as it is. A file with a mistake in it changes nothing.
Other targets or TLS options forget a host's stored password, unless the file has it.

YAML: a list of hosts.
  - id: web-01
    name: Web server
    tags: [lab, web]
    targets: [ws://10.0.0.5:6080/websockify, ws://10.0.0.6:6080/websockify]
    balance: round-robin
    username: admin
    password: secret            # stored sealed; null forgets it
    tls: { insecure: true }     # also ca, servername, allowAnonymous
    policy: { clipboard: none } # also record, exclusive, maxViewers
    banner: Ask the web team before you restart it.
    keyboard: de                # the layout that the machine is set to; null forgets it

CSV: the first line names the columns, with a dot for what is inside; empty cells say nothing.
  id,name,tags,targets,tls.insecure
  web-01,Web server,"lab,web",ws://10.0.0.5:6080/websockify ws://10.0.0.6:6080/websockify,true`,
    )
    .action(run);
}

interface ImportFile {
  path: string;
  format: ImportFormat;
}

function file(path: string): ImportFile {
  const format = formatOf(path);
  if (!format) throw new InvalidArgumentError('Its name has to end in .yaml, .yml or .csv.');
  return { path, format };
}

async function run(from: ImportFile, { dryRun = false, prune = false }: { dryRun?: boolean; prune?: boolean }): Promise<void> {
  const entries = readEntries(from);
  const plan = await withServices(({ hosts }) => hosts.import(entries, { dryRun, prune }, commandLine));
  if (plan.mistakes.length > 0) throw new Refused(describeMistakes(plan.mistakes));
  print(describePlan(plan, dryRun));
}

function readEntries({ path, format }: ImportFile): FileEntry[] {
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new ImportFileError(text('importFindings.tooLarge'));
    return readImportFile(readFileSync(path, 'utf8'), format);
  } catch (error) {
    if (error instanceof ImportFileError) throw new Refused(`${path}: ${error.message}`);
    throw new Refused(`${path}: the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

/** All before the last go out here: what is thrown is the one line that ends the command. */
function describeMistakes(mistakes: ImportMistake[]): string {
  const told = mistakes
    .slice(0, MAX_MISTAKES)
    .map(({ where, id, field, message }) => `${say(where)}${id === '' ? '' : ` (${id})`}: ${field}: ${say(message)}`);
  if (told.length === 1) return `nothing was changed: ${told[0]!}`;
  for (const line of told) process.stderr.write(`${line.replace(/\p{Cc}/gu, ' ')}\n`);
  return `nothing was changed: the file has ${mistakes.length} mistakes`;
}

function describePlan(plan: ImportPlan, dryRun: boolean): string {
  const lines = [
    ...plan.add.map(({ id, targets }) => `+ ${id}  ${targets.join(' ')}`),
    ...plan.change.map(
      ({ before, fields, forgetsPassword }) =>
        `~ ${before.id}  ${fields.join(', ')}${forgetsPassword ? ' (its stored password is forgotten: give it again)' : ''}`,
    ),
    ...plan.remove.map(({ id }) => `- ${id}`),
  ];
  const counts = `${plan.add.length} added, ${plan.change.length} changed, ${plan.remove.length} removed, ${plan.unchanged.length} unchanged`;
  const kept = plan.kept.length === 0 ? '' : `, ${plan.kept.length} not in the file and kept`;
  return [...lines, `${dryRun ? 'Would be: ' : ''}${counts}${kept}.`].join('\n');
}
