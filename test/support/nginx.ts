/** Debian's nginx with one server block of the test's own. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningProcess } from './process';
import { freePort } from './ports';
import { temporaryDirectory } from './temporary';
import { listening } from './waiting';

export interface Nginx {
  port: number;
  stop(): Promise<unknown>;
}

/**
 * @param http what stands inside `http { … }`, given the port that it has to listen on at 127.0.0.1
 * @param at that port, where something has to know it before
 */
export async function startNginx(http: (port: number) => string, at?: number): Promise<Nginx> {
  const { path, remove } = temporaryDirectory('nginx');
  const port = at ?? (await freePort());
  mkdirSync(join(path, 'temporary'));
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temporary/${name};`).join('\n');
  const config = `
    daemon off;
    worker_processes 1;
    pid nginx.pid;
    error_log stderr warn;
    events { worker_connections 1024; }
    http {
      access_log off;
      ${places}
      ${http(port)}
    }`;
  writeFileSync(join(path, 'nginx.conf'), config);
  const server = new RunningProcess('nginx', 'nginx', ['-p', path, '-e', 'stderr', '-c', 'nginx.conf']);
  await listening(port, server);
  return {
    port,
    async stop() {
      await server.stop();
      remove();
    },
  };
}
