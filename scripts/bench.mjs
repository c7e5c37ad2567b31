/** `npm run bench [-- PART … OPTIONS]`: measures the portal beside its peers, after building what is not up to date. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, ensureNode, root } from './install.mjs';

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

ensureNode();
ensureInstalled();
const words = process.argv.slice(2);
if (!words.includes('--help') && !words.includes('-h')) {
  run('scripts/system-packages.sh');
  run(process.execPath, join(root, 'scripts/build.mjs'));
}
run(process.execPath, '--import', 'tsx', join(root, 'test/bench/main.ts'), ...words);
