/** A real PostgreSQL with a data directory of its own, and fresh databases in it. */

import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './ports';
import { RunningProcess, runProcess } from './process';
import { temporaryDirectory } from './temporary';
import { until } from './waiting';

/** Where Debian puts the programs, which are not on the PATH. */
const INSTALLED = '/usr/lib/postgresql';
const USER = 'portal';

export interface PostgresServer {
  /** Of its database `postgres`, with user and password. */
  url: string;
  /** Ends it as an administrator does who restarts it: connections are cut. */
  halt: () => Promise<void>;
  resume: () => Promise<void>;
  stop: () => Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const directory = temporaryDirectory('postgres');
  const data = join(directory.path, 'data');
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(directory.path, 'password');
  writeFileSync(passwordFile, password);
  const as = await unprivileged(directory.path, [passwordFile]);
  const login = [`--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  // Words are sorted as in English here, unlike in SQLite: what relies on the order of bytes has to say so.
  const locale = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--locale=C.UTF-8'];
  await runProcess(...as('initdb', '-D', data, ...login, ...locale, '--no-sync', '--no-instructions'), { timeout: 60_000 });

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory.path,
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
  const run = async (): Promise<RunningProcess> => {
    const started = new RunningProcess('postgres', ...as('postgres', '-D', data, '-p', String(port), ...flags));
    await until('PostgreSQL', () => {
      if (!started.running) throw new Error(`postgres ended:\n${started.output}`);
      return query(url, 'select 1').then(
        () => true,
        () => false,
      );
    });
    return started;
  };
  let server = await run();
  // SIGINT is its "fast" shutdown.
  const halt = async (): Promise<void> => {
    await server.stop('SIGINT', 10_000);
  };
  return {
    url,
    halt,
    resume: async () => {
      server = await run();
    },
    stop: async () => {
      await halt();
      directory.remove();
    },
  };
}

/** PostgreSQL refuses to run as root: then it runs as a user that owns nothing else. */
async function unprivileged(directory: string, files: string[]) {
  const [version] = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a));
  const program = (name: string): string => join(INSTALLED, version ?? '', 'bin', name);
  if (process.getuid?.() !== 0) return (name: string, ...args: string[]): [string, string[]] => [program(name), args];
  const nobody = await runProcess('id', ['-u', 'nobody']);
  const id = Number(nobody.stdout[0]);
  for (const path of [directory, ...files]) chownSync(path, id, id);
  chmodSync(directory, 0o700);
  const drop = [`--reuid=${id}`, `--regid=${id}`, '--clear-groups'];
  return (name: string, ...args: string[]): [string, string[]] => ['setpriv', [...drop, program(name), ...args]];
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** @returns the address of an empty database on the server, and how to drop it */
export async function createDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await query(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(serverUrl, `drop database if exists ${name} with (force)`) };
}
