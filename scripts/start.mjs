/** `npm start`: installs and builds what is not up to date, then serves. A bad variable stops it before any of the long steps. */

import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';

ensureInstalled();
process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
const { ensurePages, ensureServer } = await import('./build.mjs');
await ensureServer();
const { loadSettings, orExit } = await import(join(root, 'dist/settings.js'));
await orExit(async () => void loadSettings());
await ensurePages();
await import(join(root, 'dist/main.js'));
