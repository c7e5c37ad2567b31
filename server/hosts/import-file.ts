/** Reads a file of hosts, YAML or CSV, into entries of one form: every leaf a text, as it was written. */

import { isNode, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { say } from '../../messages/say';
import { text, type Text } from '../../messages/text';
import { CsvError, readCsv, type CsvRow } from '../csv/csv';
import { unguarded } from '../csv/formula-guard';

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

export type ImportFormat = 'yaml' | 'csv';

export function formatOf(path: string): ImportFormat | null {
  if (/\.ya?ml$/i.test(path)) return 'yaml';
  return /\.csv$/i.test(path) ? 'csv' : null;
}

/** @throws ImportFileError */
export function readImportFile(content: string, format: ImportFormat): FileEntry[] {
  return format === 'csv' ? fromCsv(content) : fromYaml(content);
}

/** The columns are the fields, with a dot where one is inside another: `id,name,targets,tls.insecure`. An empty cell says nothing, and the guard of an export is taken off. */
function fromCsv(content: string): FileEntry[] {
  const [header, ...rows] = readRows(content);
  if (!header) throw new ImportFileError(text('importFindings.csvEmpty'));
  const columns = header.cells.map((cell) => cell.trim());
  const twice = columns.find((column, index) => column === '' || columns.indexOf(column) !== index);
  if (twice !== undefined) throw atLine(header.line, text('importFindings.columnNames'));
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
