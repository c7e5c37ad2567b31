/** Builds what is not up to date: the server bundle, and the pages for the sub-path of PUBLIC_URL. `node scripts/build.mjs` builds both. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { writePagesTsconfig } from './pages-tsconfig.mjs';

const SERVER_INPUTS = ['server', 'messages', 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs'];
const PAGE_INPUTS = [
  'app',
  'components',
  'i18n',
  'messages',
  'public',
  'server',
  'next.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

function hashOf(inputs) {
  const hash = createHash('sha256').update(process.versions.node);
  const add = (path) => {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  };
  for (const input of inputs) {
    if (input.includes('.')) add(input);
    else {
      const files = readdirSync(join(root, input), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      for (const path of files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort()) add(path);
    }
  }
  return hash.digest('hex');
}

/** Runs a build unless its inputs are those of the last one that succeeded. */
async function unlessFresh(stamp, inputs, build) {
  const hash = hashOf(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  await build();
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, hash);
}

export async function ensureServer() {
  await unlessFresh(join(root, 'dist/.built'), SERVER_INPUTS, async () => {
    const { build } = await import('esbuild');
    await build({
      absWorkingDir: root,
      entryPoints: {
        main: 'server/main.ts',
        'pages-thread': 'server/http/pages-thread/thread.ts',
        portal: 'server/cli/main.ts',
        settings: 'server/config/index.ts',
      },
      outdir: 'dist',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'warning',
      // next-auth 4 and other CommonJS packages are imported by Node itself, which sees their named exports only in part.
      chunkNames: 'chunks/[name]-[hash]',
    });
  });
}

/** Built into a folder for its sub-path, so that changing PUBLIC_URL and back builds nothing twice. */
export async function ensurePages() {
  const { loadSettings, pagesDir } = await import(join(root, 'dist/settings.js'));
  const { basePath } = loadSettings();
  await unlessFresh(join(root, pagesDir(basePath, false), '.built'), PAGE_INPUTS, () => {
    const where = basePath === '' ? '' : ` for the sub-path ${basePath}`;
    console.error(`vnc-portal: building the pages${where} (once, about a minute) …`);
    writePagesTsconfig();
    const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      encoding: 'utf8',
    });
    if (status === 0) return;
    process.stderr.write(`${stdout}${stderr}\nvnc-portal: the pages could not be built; the reason stands above.\n`);
    process.exit(1);
  });
}

if (import.meta.filename === process.argv[1]) {
  ensureInstalled();
  await ensureServer();
  await ensurePages();
}
