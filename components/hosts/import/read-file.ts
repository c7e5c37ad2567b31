import type { FileFormat } from '@/server/contract/host-bulk';
import { MAX_IMPORT_BYTES } from '@/server/contract/host-import';

/** The text of a file, or why there is none. */
export async function readText(file: Blob): Promise<string | { refused: 'tooLarge' | 'unreadable' }> {
  if (file.size > MAX_IMPORT_BYTES) return { refused: 'tooLarge' };
  try {
    // A spreadsheet or a picture is no text: better said here than as a mistake in line 1.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? { refused: 'unreadable' } : text;
  } catch {
    return { refused: 'unreadable' };
  }
}

/** By the name of the file; else by how the text begins. */
export function formatOf(text: string, name = ''): FileFormat {
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  if (/\.csv$/i.test(name)) return 'csv';
  return /^\s*(?:-\s|hosts:|#|\[|---)/.test(text) ? 'yaml' : 'csv';
}
