import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directories = new Set<string>();
process.on('exit', removeLeftovers);

/** Whatever a failed test did not come to remove. */
export function removeLeftovers(): void {
  for (const path of directories) rmSync(path, { recursive: true, force: true });
  directories.clear();
}

export interface TemporaryDirectory {
  path: string;
  remove: () => void;
}

export function temporaryDirectory(name: string): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), `vnc-portal-${name}-`));
  directories.add(path);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
      directories.delete(path);
    },
  };
}
