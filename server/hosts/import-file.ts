/** Reads files of hosts into entries of one form: every leaf a text, as it was written. */

import { isNode, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { say } from '../../messages/say';
import { text, type Text } from '../../messages/text';
import { importFormatOf, type ImportFormat } from '../contract/import-format';
import { CsvError, readCsv, type CsvRow } from '../csv/csv';
import { unguarded } from '../csv/formula-guard';
import { fileFields } from './import-entry';
import { HostNaming, type Connections } from './viewers/connection';
import { MremotengError, readMremotengFile } from './viewers/mremoteng-file';
import { readRemminaFile } from './viewers/remmina-file';
import { readVncFile } from './viewers/vnc-file';

/** Everything in it is a text, a list or a map of the same; null where the file says so. */
export type Leafy = string | null | Leafy[] | { [key: string]: Leafy };

export interface FileEntry {
  /** Where it stands, for messages: `line 4`. */
  where: Text;
  value: Leafy;
}

/** A file that can't be read as what it should be. What it says is one line, and holds nothing of the file's values. */
export class ImportFileError extends Error {
  /** `message` is the same in English. */
  constructor(readonly said: Text) {
    super(say(said));
  }
}

function atLine(line: number, problem: Text): ImportFileError {
  return new ImportFileError(text('importFindings.atLine', { line, problem }));
}

/** A file as it was sent or found. */
export interface ImportFile {
  name: string;
  text: string;
  /** Where the person says so; otherwise it is found out. */
  format?: ImportFormat | undefined;
}

/** What a file was taken for, and what is in it. */
export interface ReadFile {
  name: string;
  format: ImportFormat;
  hosts: number;
  /** Connections of other kinds, such as RDP, which were left out. */
  skipped: number;
}

export interface ReadFiles {
  entries: FileEntry[];
  files: ReadFile[];
  /** Of files that can't be read: one for each. */
  mistakes: { where: Text; message: Text }[];
}

/** All of them together, each in its own format. */
export function readImportFiles(files: readonly ImportFile[]): ReadFiles {
  const read: ReadFiles = { entries: [], files: [], mistakes: [] };
  const naming = new HostNaming();
  const inFile = (name: string, where: Text) =>
    files.length === 1 ? where : text('importFindings.inFile', { file: shownName(name), where });
  for (const { name, text: content, format = importFormatOf(content, name) } of files) {
    try {
      const { entries, skipped } = readOne(content, format, name, naming);
      for (const { where, value } of entries) read.entries.push({ where: inFile(name, where), value });
      read.files.push({ name: shownName(name), format, hosts: entries.length, skipped });
    } catch (error) {
      if (!(error instanceof ImportFileError)) throw error;
      read.mistakes.push({
        where: files.length === 1 ? text('importFindings.theFile') : text('importFindings.fileNamed', { file: shownName(name) }),
        message: error.said,
      });
    }
  }
  if (read.entries.length === 0 && read.files.some(({ skipped }) => skipped > 0)) {
    read.mistakes.push({ where: text('importFindings.theFile'), message: text('importFindings.noHosts') });
  }
  return read;
}

/** Of a file's name in a message. */
const MAX_NAME = 120;

function shownName(name: string): string {
  return name.replace(/\p{Cc}/gu, ' ').slice(-MAX_NAME);
}

function readOne(content: string, format: ImportFormat, name: string, naming: HostNaming): { entries: FileEntry[]; skipped: number } {
  switch (format) {
    case 'csv':
      return { entries: fromCsv(content), skipped: 0 };
    case 'yaml':
      return { entries: fromYaml(content), skipped: 0 };
    case 'vnc':
      return { entries: [naming.host(readVncFile(content, name))], skipped: 0 };
    case 'remmina':
      return hostsOf(readRemminaFile(content, name), naming);
    case 'mremoteng':
      return hostsOf(fromMremoteng(content), naming);
  }
}

function hostsOf({ connections, skipped }: Connections, naming: HostNaming): { entries: FileEntry[]; skipped: number } {
  return { entries: connections.map((connection) => naming.host(connection)), skipped };
}

function fromMremoteng(content: string): Connections {
  try {
    return readMremotengFile(content);
  } catch (error) {
    if (!(error instanceof MremotengError)) throw error;
    throw error.problem === 'xml'
      ? atLine(error.line, text('importFindings.xml'))
      : new ImportFileError(text(`importFindings.${error.problem}`));
  }
}

/** The columns are the fields, with a dot where one is inside another: `id,name,targets,tls.insecure`. An empty cell says nothing, and the guard of an export is taken off. */
function fromCsv(content: string): FileEntry[] {
  const [header, ...rows] = readRows(content);
  if (!header) throw new ImportFileError(text('importFindings.csvEmpty'));
  const columns = header.cells.map((cell) => cell.trim());
  const twice = columns.find((column, index) => column === '' || columns.indexOf(column) !== index);
  if (twice !== undefined) throw atLine(header.line, text('importFindings.columnNames'));
  ensureKnown(columns, header.line);
  return rows.map(({ line, cells }) => {
    if (cells.length > columns.length) throw atLine(line, text('importFindings.manyValues'));
    const value: { [key: string]: Leafy } = {};
    for (const [index, column] of columns.entries()) {
      const cell = unguarded(cells[index]?.trim() ?? '');
      if (cell !== '') put(value, column.split('.'), cell);
    }
    return { where: text('importFindings.line', { line }), value };
  });
}

/** A column with another name would be a mistake in each of its lines. */
function ensureKnown(columns: string[], line: number): void {
  const unknown = columns.filter((column) => !fileFields.includes(column));
  const [id] = fileFields;
  if (unknown.length === 0 && columns.includes(id!)) return;
  const known = fileFields.join(', ');
  if (unknown.length === 0) throw atLine(line, text('importFindings.noIdColumn'));
  const names = unknown.slice(0, MAX_UNKNOWN).map((column) => shownName(column).slice(0, MAX_COLUMN));
  throw atLine(line, text('importFindings.unknownColumns', { count: unknown.length, names: names.join(', '), known }));
}

/** What a stranger's file says is not repeated without end. */
const MAX_UNKNOWN = 10;
const MAX_COLUMN = 40;

function readRows(content: string): CsvRow[] {
  try {
    return readCsv(content);
  } catch (error) {
    if (error instanceof CsvError) throw atLine(error.line, text(`importFindings.${error.problem}`));
    throw error;
  }
}

function put(value: { [key: string]: Leafy }, path: string[], cell: string): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    define(value, key, cell);
    return;
  }
  const inner = Object.hasOwn(value, key) ? value[key] : undefined;
  const nested = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  define(value, key, nested);
  put(nested, rest, cell);
}

/** Whatever the column is called: `__proto__` too becomes a field, and is then refused as an unknown one. */
function define(value: { [key: string]: Leafy }, key: string, content: Leafy): void {
  Object.defineProperty(value, key, { value: content, enumerable: true, configurable: true, writable: true });
}

/** A list of hosts, alone or under `hosts:`. Values are taken as they are written: `007` is no number, and `no` no boolean. */
function fromYaml(content: string): FileEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(content, { schema: 'failsafe', lineCounter: lines, prettyErrors: false, strict: true });
  const [error] = document.errors;
  if (error) {
    const problem = error.code.toLowerCase().replaceAll('_', ' ');
    throw atLine(lines.linePos(error.pos[0]).line, text('importFindings.yaml', { problem }));
  }
  visit(document, {
    Scalar(_, node) {
      if (node.type === 'PLAIN' && ['', '~', 'null'].includes(node.source ?? '')) node.value = null;
    },
  });
  const list = document.has('hosts') ? document.get('hosts', true) : document.contents;
  if (!isSeq(list)) throw new ImportFileError(text('importFindings.noList'));
  return list.items.map((item) => {
    const start = isNode(item) ? (item.range?.[0] ?? 0) : 0;
    return {
      where: text('importFindings.line', { line: lines.linePos(start).line }),
      value: isNode(item) ? toLeafy(item, document) : null,
    };
  });
}

function toLeafy(item: Node, document: Document): Leafy {
  try {
    return item.toJS(document) as Leafy;
  } catch {
    // An alias of nothing, or of so many things that it was made to fill the memory.
    throw new ImportFileError(text('importFindings.alias'));
  }
}
