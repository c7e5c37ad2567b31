import { describe, expect, it } from 'vitest';
import { formatOf, readText } from '@/components/hosts/import/read-file';
import { samples } from '@/components/hosts/import/sample';
import { hostCreateSchema } from '@/server/contract/host';
import { MAX_IMPORT_BYTES } from '@/server/contract/host-import';
import { readEntry } from '@/server/hosts/import-entry';
import { readImportFile } from '@/server/hosts/import-file';

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

describe('a file that is chosen', () => {
  it('is known by its name, else by how it begins', () => {
    expect([formatOf('', 'a.YML'), formatOf('- id: a', 'a.csv')]).toEqual(['yaml', 'csv']);
    expect(['- id: a', 'hosts:\n', '# note\n- id: a', '[]'].map((text) => formatOf(text))).toEqual(['yaml', 'yaml', 'yaml', 'yaml']);
    expect([formatOf('id,name\na,b'), formatOf('')]).toEqual(['csv', 'csv']);
  });

  it('is read as text, and refused where it is none or too large', async () => {
    expect(await readText(new Blob(['id,name\nä,b']))).toBe('id,name\nä,b');
    expect(await readText(new Blob([new Uint8Array([0x50, 0x4b, 0xff, 0xfe])]))).toEqual({ refused: 'unreadable' });
    expect(await readText(new Blob(['a\0b']))).toEqual({ refused: 'unreadable' });
    expect(await readText(new Blob(['x'.repeat(MAX_IMPORT_BYTES + 1)]))).toEqual({ refused: 'tooLarge' });
  });
});
