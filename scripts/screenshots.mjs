/** `npm run screenshots [-- DIRECTORY [PART-OF-A-NAME]]`: writes the fixed set of screenshots, after building what is not up to date. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, ensureNode, root } from './install.mjs';

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

ensureNode();
await ensureInstalled();
run('scripts/system-packages.sh');
run(process.execPath, join(root, 'scripts/build.mjs'));
run(join(root, 'node_modules/.bin/tsx'), join(root, 'test/screenshots/take.ts'), ...process.argv.slice(2));
