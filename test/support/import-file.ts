import { ImportFileError, readImportFiles, type FileEntry } from '../../server/hosts/import-file';
import type { ImportFormat } from '../../server/contract/import-format';

/** @throws ImportFileError for the first mistake */
export function readImportFile(text: string, format: ImportFormat): FileEntry[] {
  const { entries, mistakes } = readImportFiles([{ name: 'hosts', text, format }]);
  if (mistakes[0]) throw new ImportFileError(mistakes[0].message);
  return entries;
}
