/** What is measured, each on the same core: real servers from Debian with the settings that their users have, and the floor without any. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/portal';
import { freePort } from '../support/ports';
import type { RunningProcess } from '../support/process';
import { temporaryDirectory } from '../support/temporary';
import { listening } from '../support/waiting';
import { descriptorLimit } from './descriptors';
import type { Door } from './load/orders';
import type { EventKind } from './load/rfb-messages';
import { pinned } from './pinned';

export interface Candidate {
  name: string;
  door: Door;
  /** Whose time is counted, with all that descends from them. */
  processes: number[];
  /** What a person may send there; keys unless told otherwise. */
  event?: EventKind;
}

export interface RunningCandidate extends Candidate {
  stop: () => Promise<unknown>;
}

/** HAProxy does not start with more than it may open files for: two a connection, and some of its own. */
const MAX_CONNECTIONS = Math.min(20_000, Math.floor(descriptorLimit() / 2) - 100);
/** nginx counts both sides. */
const WORKER_CONNECTIONS = 2 * MAX_CONNECTIONS + 100;
const door = (port: number, rfb: boolean, path = '/'): Door => ({ port, path, headers: {}, rfb });

export function direct(port: number): Candidate {
  return { name: 'direct', door: door(port, false), processes: [] };
}

async function server(
  name: string,
  port: number,
  rfb: boolean,
  running: RunningProcess,
  remove: () => void = () => undefined,
): Promise<RunningCandidate> {
  await listening(port, running);
  return {
    name,
    door: door(port, rfb),
    processes: [running.pid],
    async stop() {
      await running.stop();
      remove();
    },
  };
}

export interface NginxOptions {
  /** Debian's nginx has buffers of a page, 4 KiB. */
  buffers?: '64k';
  workers?: number;
  /** More locations. */
  more?: string;
}

/** In front of a WebSocket server. */
export async function startNginx(to: number, { buffers, workers = 1, more = '' }: NginxOptions = {}): Promise<RunningCandidate> {
  const { path, remove } = temporaryDirectory('nginx');
  const port = await freePort();
  mkdirSync(join(path, 'temporary'));
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temporary/${name};`).join('\n');
  const sizes = buffers === undefined ? '' : `proxy_buffer_size ${buffers}; proxy_buffers 8 ${buffers};`;
  writeFileSync(
    join(path, 'nginx.conf'),
    `daemon off;
    worker_processes ${workers};
    pid nginx.pid;
    error_log stderr error;
    events { worker_connections ${WORKER_CONNECTIONS}; }
    http {
      access_log off;
      include /etc/nginx/mime.types;
      ${places}
      server {
        listen 127.0.0.1:${port};
        ${more}
        location / {
          proxy_pass http://127.0.0.1:${to};
          proxy_http_version 1.1;
          proxy_set_header Host $http_host;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
          proxy_read_timeout 1h;
          ${sizes}
        }
      }
    }`,
  );
  const running = pinned('nginx', 'nginx', ['-p', path, '-e', 'stderr', '-c', 'nginx.conf']);
  return server(buffers === undefined ? 'nginx' : `nginx ${buffers}`, port, false, running, remove);
}

/** In front of a WebSocket server; one thread, since it has one core. */
export async function startHaproxy(to: number): Promise<RunningCandidate> {
  const { path, remove } = temporaryDirectory('haproxy');
  const port = await freePort();
  const file = join(path, 'haproxy.cfg');
  writeFileSync(
    file,
    `global
  maxconn ${MAX_CONNECTIONS}
defaults
  mode http
  timeout connect 5s
  timeout client 1h
  timeout server 1h
  timeout tunnel 1h
frontend front
  bind 127.0.0.1:${port}
  default_backend hosts
backend hosts
  server host 127.0.0.1:${to}
`,
  );
  return server('haproxy', port, false, pinned('haproxy', 'haproxy', ['-db', '-f', file]), remove);
}

/** In front of an RFB server. */
export async function startWebsockify(to: number, more: readonly string[] = []): Promise<RunningCandidate> {
  const port = await freePort();
  const running = pinned('websockify', 'websockify', [...more, `127.0.0.1:${port}`, `127.0.0.1:${to}`]);
  return server('websockify', port, true, running);
}

/** http-proxy and nothing else: no login, no audit, no limits. */
export async function startBareHttpProxy(to: number): Promise<RunningCandidate> {
  const port = await freePort();
  const running = pinned('http-proxy', process.execPath, [join(import.meta.dirname, 'bare-http-proxy.cjs'), String(port), String(to)], {
    cwd: root,
  });
  return server('http-proxy', port, false, running);
}
