import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { say } from '../../messages/say';
import { text, type Text } from '../../messages/text';
import { commandLine } from '../auth/identity';
import { isImportFile } from '../contract/import-format';
import { decodeText, textEncodings, type EncodingProblem, type TextEncoding } from '../contract/text-encoding';
import type { ImportMistake, ImportPlan } from '../hosts/import';
import { readImportFiles, type ImportFile, type ReadFile } from '../hosts/import-file';
import { Refused } from './exit';
import { withServices } from './services';
import { print } from './table';

/** Tens of thousands of hosts, certificates included; more is the wrong file. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** A viewer keeps a file for each connection. */
const MAX_FILES = 10_000;
/** A file with the wrong columns has a mistake in every line: the first few tell as much as all. */
const MAX_MISTAKES = 20;

export function addImportCommand(host: Command): void {
  host
    .command('import')
    .description('bring the registry in line with files of hosts, all or nothing')
    .argument('<path...>', 'files, or folders of them: .yaml, .csv, .vnc (TigerVNC, RealVNC, UltraVNC), .xml (mRemoteNG), .remmina', path)
    .option('--dry-run', 'print what would be done, and do nothing')
    .option('--prune', 'remove the hosts that the files do not name; they are kept otherwise')
    .addOption(
      new Option('--encoding <name>', 'of the files, where it is none of UTF-8, UTF-16, GB18030 or Windows-1252').choices(textEncodings),
    )
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
    tls: { insecure: true }     # also ca, servername, pin, keyPin, trustOnFirstUse, allowAnonymous, allowUnprotectedPassword
    policy: { clipboard: none } # also record, exclusive, maxViewers
    banner: Ask the web team before you restart it.
    keyboard: de                # the layout that the machine is set to; null forgets it

CSV: the first line names the columns, with a dot for what is inside; empty cells say nothing.
  id,name,tags,targets,tls.insecure
  web-01,Web server,"lab,web",ws://10.0.0.5:6080/websockify ws://10.0.0.6:6080/websockify,true

Files of other programs: the host's id is made from the connection's name, its tags from its folders. Passwords in them are not read, and
connections of other kinds than VNC are left out.`,
    )
    .action(run);
}

interface Options {
  dryRun?: boolean;
  prune?: boolean;
  encoding?: TextEncoding;
}

/** One of the paths: a file by its name, or a folder. */
function path(given: string, before: string[] = []): string[] {
  if (!isImportFile(given) && !isFolder(given)) {
    throw new InvalidArgumentError('The name of a file has to end in .yaml, .yml, .csv, .tsv, .txt, .vnc, .tigervnc, .xml or .remmina.');
  }
  return [...before, given];
}

function isFolder(given: string): boolean {
  return statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function run(paths: string[], { dryRun = false, prune = false, encoding }: Options): Promise<void> {
  const files = filesOf(paths, encoding);
  const { entries, files: read, mistakes } = readImportFiles(files);
  const [mistake] = mistakes;
  if (mistake && files.length === 1) throw new Refused(`${files[0]!.name}: ${say(mistake.message)}`);
  if (mistake) throw new Refused(describeMistakes(mistakes.map((wrong) => ({ ...wrong, id: '', field: '' }))));
  const plan = await withServices(({ hosts }) => hosts.import(entries, { dryRun, prune }, commandLine));
  if (plan.mistakes.length > 0) throw new Refused(describeMistakes(plan.mistakes));
  print([...read.flatMap((file, index) => describeFile(file, files[index]!.encoding, read.length)), describePlan(plan, dryRun)].join('\n'));
}

type DecodedFile = ImportFile & { encoding: TextEncoding };

function filesOf(paths: string[], encoding: TextEncoding | undefined): DecodedFile[] {
  const names = paths.flatMap((given) => (isFolder(given) ? filesIn(given) : [given]));
  if (names.length > MAX_FILES) throw new Refused(`these are more than ${MAX_FILES} files: import them in parts`);
  let left = MAX_FILE_BYTES;
  return names.map((name) => {
    const bytes = bytesOf(name, left);
    left -= bytes.length;
    const decoded = decodeText(bytes, encoding);
    if ('problem' in decoded) throw new Refused(`${name}: ${say(encodingText(decoded.problem, encoding))}`);
    return { name, ...decoded };
  });
}

function filesIn(folder: string): string[] {
  const names = readdirSync(folder).filter(isImportFile).sort();
  if (names.length === 0) throw new Refused(`${folder}: there is no file of hosts in this folder`);
  return names.map((name) => join(folder, name));
}

function bytesOf(name: string, atMost: number): Buffer {
  try {
    if (statSync(name).size <= atMost) return readFileSync(name);
  } catch (error) {
    throw new Refused(`${name}: the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  throw new Refused(`${name}: ${say(text('importFindings.tooLarge'))}`);
}

function encodingText(problem: EncodingProblem, encoding: TextEncoding = 'utf-8'): Text {
  if (problem === 'invalid') return text('importFindings.encoding.invalid', { encoding });
  return problem === 'binary'
    ? text('importFindings.encoding.binary')
    : text('importFindings.encoding.unknown', { guesses: textEncodings.slice(3).join(', ') });
}

/** What is not plain to see from the name of the file. */
function describeFile({ name, format, hosts, skipped }: ReadFile, encoding: TextEncoding, files: number): string[] {
  if (files === 1 && encoding === 'utf-8' && skipped === 0 && (format === 'csv' || format === 'yaml')) return [];
  const others = skipped === 0 ? '' : `, ${skipped} of other kinds left out`;
  return [`${name}: ${format}, ${encoding}, ${hosts} ${hosts === 1 ? 'host' : 'hosts'}${others}`];
}

/** All before the last go out here: what is thrown is the one line that ends the command. */
function describeMistakes(mistakes: ImportMistake[]): string {
  const told = mistakes
    .slice(0, MAX_MISTAKES)
    .map(
      ({ where, id, field, message }) => `${say(where)}${id === '' ? '' : ` (${id})`}: ${field === '' ? '' : `${field}: `}${say(message)}`,
    );
  if (told.length === 1) return `nothing was changed: ${told[0]!}`;
  for (const line of told) process.stderr.write(`${line.replace(/\p{Cc}/gu, ' ')}\n`);
  return `nothing was changed: there are ${mistakes.length} mistakes`;
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
