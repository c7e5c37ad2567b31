/** Reads a file of hosts, YAML or CSV, into entries of one form: every leaf a text, as it was written. */

import { isNode, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { CsvError, readCsv, type CsvRow } from './csv';

/** Everything in it is a text, a list or a map of the same; null where the file says so. */
export type Leafy = string | null | Leafy[] | { [key: string]: Leafy };

export interface FileEntry {
  /** Where it stands, for messages: `line 4`. */
  where: string;
  value: Leafy;
}

/** A file that can't be read as what it should be. The message is one line, and holds nothing of the file's values. */
export class ImportFileError extends Error {}

export type ImportFormat = 'yaml' | 'csv';

export function formatOf(path: string): ImportFormat | null {
  if (/\.ya?ml$/i.test(path)) return 'yaml';
  return /\.csv$/i.test(path) ? 'csv' : null;
}

/** @throws ImportFileError */
export function readImportFile(text: string, format: ImportFormat): FileEntry[] {
  return format === 'csv' ? fromCsv(text) : fromYaml(text);
}

/** The columns are the fields, with a dot where one is inside another: `id,name,targets,tls.insecure`. An empty cell says nothing. */
function fromCsv(text: string): FileEntry[] {
  const [header, ...rows] = readRows(text);
  if (!header) throw new ImportFileError('The file is empty. Its first line has to name the columns, such as id,name,targets.');
  const columns = header.cells.map((cell) => cell.trim());
  const twice = columns.find((column, index) => column === '' || columns.indexOf(column) !== index);
  if (twice !== undefined) throw new ImportFileError(`line ${header.line}: each column needs a name of its own`);
  return rows.map(({ line, cells }) => {
    if (cells.length > columns.length) throw new ImportFileError(`line ${line}: there are more values than columns`);
    const value: { [key: string]: Leafy } = {};
    for (const [index, column] of columns.entries()) {
      const cell = cells[index]?.trim() ?? '';
      if (cell !== '') put(value, column.split('.'), cell);
    }
    return { where: `line ${line}`, value };
  });
}

function readRows(text: string): CsvRow[] {
  try {
    return readCsv(text);
  } catch (error) {
    if (error instanceof CsvError) throw new ImportFileError(`line ${error.line}: ${error.message}`);
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
function fromYaml(text: string): FileEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false, strict: true });
  const [error] = document.errors;
  if (error)
    throw new ImportFileError(
      `line ${lines.linePos(error.pos[0]).line}: this is not valid YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`,
    );
  visit(document, {
    Scalar(_, node) {
      if (node.type === 'PLAIN' && ['', '~', 'null'].includes(node.source ?? '')) node.value = null;
    },
  });
  const list = document.has('hosts') ? document.get('hosts', true) : document.contents;
  if (!isSeq(list)) throw new ImportFileError('The file has to be a list of hosts, each beginning with "- id:".');
  return list.items.map((item) => {
    const start = isNode(item) ? (item.range?.[0] ?? 0) : 0;
    return { where: `line ${lines.linePos(start).line}`, value: isNode(item) ? toLeafy(item, document) : null };
  });
}

function toLeafy(item: Node, document: Document): Leafy {
  try {
    return item.toJS(document) as Leafy;
  } catch {
    // An alias of nothing, or of so many things that it was made to fill the memory.
    throw new ImportFileError('One of the aliases (*name) in the file leads nowhere, or to too much.');
  }
}
