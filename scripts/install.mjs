/** Installs the npm packages, if those that are there are not those of the lock file. Plain Node: nothing is installed yet. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const LEAST_NODE = [20, 19];

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** npm leaves a lock file of what it installed; optional packages of other platforms are not in it. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const wanted = readJson('package-lock.json').packages;
  const found = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) => path === '' || optional || link || found[path]?.version === version,
  );
}

export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  console.error(
    `vnc-portal: Node ${LEAST_NODE.join('.')} or newer is needed, and this is ${process.version}. Install a newer Node and start again.`,
  );
  process.exit(1);
}

/** @returns whether something had to be installed */
export function ensureInstalled() {
  ensureNode();
  if (isInstalled()) return false;
  console.error('vnc-portal: installing packages (once, about a minute) …');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) return true;
  console.error('vnc-portal: npm ci failed; its own message stands above. Check the network or the npm registry, then start again.');
  process.exit(1);
}
