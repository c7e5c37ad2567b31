/** Next edits the tsconfig that it is given; it gets one of its own, in its own folder, so that a clone stays clean. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

export function writePagesTsconfig() {
  mkdirSync(join(root, '.next'), { recursive: true });
  writeFileSync(
    join(root, '.next/tsconfig.json'),
    `${JSON.stringify({ extends: '../tsconfig.json', include: ['../app', '../components', '../server'] })}\n`,
  );
}
