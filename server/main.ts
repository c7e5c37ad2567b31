/** Start and stop of the server: config, services, listen, drain. */

import { join } from 'node:path';
import { composePortal } from './compose';
import { configureNextAuth, loadConfig, orExit } from './config';
import { closeReasons } from './gateway/close-codes';
import { isAuthority } from './gateway/upgrade';
import { Listener } from './http/listener';
import { preparePages, type Pages } from './http/pages';
import { requestHandler } from './http/request-handler';
import { createLogger, type Logger } from './log';
import { setPortal } from './portal';

/** After SIGTERM the port stays open at least this long, so that whoever asks meets a 503 and not a closed door. */
const LAME_DUCK_MS = 1000;
const DRAIN_POLL_MS = 50;
const ROOT = join(import.meta.dirname, '..');

async function main(): Promise<void> {
  const dev = process.argv.includes('--dev');
  const config = loadConfig();
  const log = createLogger(config);
  failLoudly(log);
  configureNextAuth(config);
  const built = await composePortal(config, log);
  setPortal(built.portal);

  let pages: Pages | null = null;
  let draining = false;
  const listener = await Listener.open({
    host: config.host,
    port: config.port,
    tls: config.tlsCert !== null && config.tlsKey !== null ? { cert: config.tlsCert, key: config.tlsKey } : null,
    log,
    onRequest: requestHandler({
      config,
      log,
      dev,
      pages: () => pages,
      readiness: { pingDatabase: built.pingDatabase, blocked: () => (draining ? 'draining' : pages ? null : 'starting') },
    }),
    onUpgrade: (request, socket, head) => {
      if (dev && request.url?.startsWith(`${config.basePath}/_next/`)) pages?.upgrade(request, socket, head);
      else void built.gateway.handle(request, socket, head);
    },
  });

  onSignal(log, async () => {
    draining = true;
    built.gateway.drain();
    const began = Date.now();
    built.consoles.endAll(closeReasons.restarting);
    while (Date.now() - began < config.drainMs && (built.consoles.size > 0 || Date.now() - began < LAME_DUCK_MS)) await wait(DRAIN_POLL_MS);
    log.info({ left: built.consoles.size }, 'drained');
    await listener.close();
    await pages?.close();
    await built.dispose();
  });

  pages = await preparePages(ROOT, dev);
  process.stdout.write(`listening on ${address(config.host, listener)}\n`);
  if (config.publicUrl) process.stdout.write(`people reach it at ${config.publicUrl.origin}${config.basePath}/\n`);
  if (await built.portal.setup.needed()) announceSetup(built.portal.setup.code());
}

function address(host: string, listener: Listener): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : isAuthority(host) ? host : `[${host}]`;
  return `${listener.secure ? 'https' : 'http'}://${name}:${listener.port}`;
}

function announceSetup(code: string): void {
  process.stdout.write(
    `\nThere is no user yet. Open the address above and create the first administrator with this setup code:\n\n    ${code}\n\n`,
  );
}

/** The first signal drains; a second one means it. */
function onSignal(log: Logger, drain: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping: no new consoles, live ones are told to reconnect');
    drain().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'the portal did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

/** Next would keep a process alive whose state nobody knows any more; a supervisor starts a clean one. */
function failLoudly(log: Logger): void {
  const fail = (error: unknown) => {
    log.fatal({ err: error }, 'an error that nothing caught: the portal exits');
    process.exit(1);
  };
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

await orExit(main);
