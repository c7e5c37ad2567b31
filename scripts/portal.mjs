/** `npm run portal -- COMMAND`: the command line, built if it is not up to date. */

import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';

ensureInstalled();
const { ensureServer } = await import('./build.mjs');
await ensureServer();
await import(join(root, 'dist/portal.js'));
