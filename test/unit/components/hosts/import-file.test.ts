import { describe, expect, it } from 'vitest';
import { isEdited, noSource, type PickedFile, pickFiles, toImport, withFiles } from '@/components/hosts/import/read-file';
import { samples } from '@/components/hosts/import/sample';
import { hostCreateSchema } from '@/server/contract/host';
import { MAX_IMPORT_BYTES, MAX_IMPORT_FILES } from '@/server/contract/host-import';
import { readEntry } from '@/server/hosts/import-entry';
import { readImportFile } from '../../../support/import-file';

describe('the samples', () => {
  it.each(['csv', 'yaml'] as const)('are what the import understands: %s', (format) => {
    const hosts = readImportFile(samples[format], format).map(({ value }) => {
      const read = readEntry(value);
      if (!('entry' in read)) throw new Error(JSON.stringify(read.wrong));
      return hostCreateSchema.parse({ ...read.entry.fields, id: read.entry.id });
    });
    expect(hosts.map(({ id, tags, targets, keyboard }) => [id, tags.length, targets.length, keyboard])).toEqual([
      ['web-01', 2, 1, null],
      ['build-1', 2, 2, 'de'],
    ]);
  });
});

describe('files that are chosen', () => {
  const file = (name: string, ...parts: BlobPart[]) => new File(parts, name);
  const chosen = async (...files: File[]) => withFiles({ ...noSource, prune: true }, (await pickFiles(files)) as PickedFile[], null);

  it('are sent as they were edited where it is one list, else each for itself', async () => {
    const one = await chosen(file('a.csv', 'id,name\nä,b'));
    expect([one.text, isEdited(one)]).toEqual(['id,name\nä,b', true]);
    expect(toImport({ ...one, text: 'id\nc' })).toEqual({ files: [{ name: 'a.csv', text: 'id\nc', format: 'csv' }], prune: true });
    const vnc = await chosen(file('x.vnc', '[connection]\nhost=h'));
    expect([vnc.text, isEdited(vnc)]).toEqual(['', false]);
    const two = await chosen(file('a.csv', 'id\na'), file('x.vnc', '[connection]\nhost=h'));
    expect(toImport(two)).toEqual({
      files: [
        { name: 'a.csv', text: 'id\na' },
        { name: 'x.vnc', text: '[connection]\nhost=h' },
      ],
      prune: true,
    });
  });

  it('are read again in the encoding that the person says', async () => {
    const cyrillic = await chosen(file('a.csv', new Uint8Array([0x69, 0x64, 0x0a, 0xf1, 0xe5, 0xf0, 0xe2, 0xe5, 0xf0])));
    expect(cyrillic.files).toEqual([{ name: 'a.csv', size: 9, problem: 'unknown' }]);
    expect(withFiles(cyrillic, cyrillic.picked, 'windows-1251').text).toBe('id\nсервер');
  });

  it('are refused where they are too large or too many', async () => {
    expect(await pickFiles([file('a', 'x'.repeat(MAX_IMPORT_BYTES)), file('b', 'x')])).toBe('tooLarge');
    expect(await pickFiles(Array.from({ length: MAX_IMPORT_FILES + 1 }, () => file('a')))).toBe('tooMany');
  });
});
