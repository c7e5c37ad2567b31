import { MAX_IMPORT_BYTES, MAX_IMPORT_FILES } from '@/server/contract/host-import';
import { importFormatOf, type ImportFormat } from '@/server/contract/import-format';
import { decodeText, type EncodingProblem, type TextEncoding } from '@/server/contract/text-encoding';

/** A file that was chosen, as it is on the disk. */
export interface PickedFile {
  name: string;
  bytes: Uint8Array;
}

/** What is to be imported. */
export interface Source {
  picked: PickedFile[];
  /** As the person says; null while it is found out. */
  encoding: TextEncoding | null;
  /** A table or list that can be looked at and edited; empty where files are taken as they are. */
  text: string;
  format: ImportFormat;
  files: ReadFile[];
  prune: boolean;
}

export type ReadFile = { name: string; size: number } & (
  { text: string; format: ImportFormat; encoding: TextEncoding } | { problem: EncodingProblem }
);

export const noSource: Source = { picked: [], encoding: null, text: '', format: 'csv', files: [], prune: false };

export type Refusal = 'tooLarge' | 'tooMany' | 'unreadable';

/** The bytes of files, or why they are not taken. */
export async function pickFiles(files: readonly File[]): Promise<PickedFile[] | Refusal> {
  if (files.length > MAX_IMPORT_FILES) return 'tooMany';
  if (files.reduce((sum, { size }) => sum + size, 0) > MAX_IMPORT_BYTES) return 'tooLarge';
  try {
    return await Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
  } catch {
    // A folder, or a file that has gone.
    return 'unreadable';
  }
}

/** One list of hosts can be edited before it is imported; other programs' files, and several, are taken as they are. */
export function withFiles(source: Source, picked: PickedFile[], encoding: TextEncoding | null): Source {
  const files = picked.map((file) => readPicked(file, encoding));
  const [first] = files;
  const editable = files.length === 1 && first && 'text' in first && (first.format === 'csv' || first.format === 'yaml');
  return { ...source, picked, encoding, files, ...(editable ? { text: first.text, format: first.format } : { text: '', format: 'csv' }) };
}

function readPicked({ name, bytes }: PickedFile, encoding: TextEncoding | null): ReadFile {
  const decoded = decodeText(bytes, encoding ?? undefined);
  return { name, size: bytes.length, ...('text' in decoded ? { ...decoded, format: importFormatOf(decoded.text, name) } : decoded) };
}

/** Whether the text in the form is what counts. */
export function isEdited({ text, files }: Source): boolean {
  return text !== '' || files.length === 0;
}

/** As the API takes it. */
export function toImport(source: Source): { files: { name: string; text: string; format?: ImportFormat }[]; prune: boolean } {
  const { text, format, files, prune } = source;
  if (isEdited(source)) return { files: [{ name: files[0]?.name ?? '', text, format }], prune };
  return { files: files.flatMap((file) => ('text' in file ? [{ name: file.name, text: file.text }] : [])), prune };
}

export function isTooLong({ text, files }: Source): boolean {
  const long = files.reduce((sum, file) => sum + ('text' in file ? file.text.length : 0), 0);
  return Math.max(text.length, long) > MAX_IMPORT_BYTES;
}
