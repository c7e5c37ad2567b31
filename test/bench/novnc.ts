/** Where noVNC's own page is: Debian's package, unpacked for itself, since what it depends on would be dozens more. */

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/portal';
import { runProcess } from '../support/process';

const INSTALLED = '/usr/share/novnc';
const KEPT = join(root, 'node_modules/.cache/novnc');
const PATIENCE_MS = 60_000;

/** @returns the directory that holds vnc.html */
export async function novncDirectory(): Promise<string> {
  if (existsSync(join(INSTALLED, 'vnc.html'))) return INSTALLED;
  const unpacked = join(KEPT, INSTALLED);
  if (existsSync(join(unpacked, 'vnc.html'))) return unpacked;
  mkdirSync(KEPT, { recursive: true });
  await runProcess('apt-get', ['download', 'novnc'], { cwd: KEPT, timeout: PATIENCE_MS });
  const file = readdirSync(KEPT).find((name) => /^novnc_.*\.deb$/.test(name));
  if (file === undefined) throw new Error('apt-get download novnc brought no package');
  await runProcess('dpkg-deb', ['-x', file, '.'], { cwd: KEPT });
  return unpacked;
}
