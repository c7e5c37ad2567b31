/** `npm run dev`: pages reload hot, and the server starts again when its own source changes. */

import { spawn } from 'node:child_process';
import { ensureInstalled, root } from './install.mjs';
import { writePagesTsconfig } from './pages-tsconfig.mjs';

ensureInstalled();
writePagesTsconfig();
const child = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts', '--dev'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
