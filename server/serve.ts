/** A whole portal in this process: services, port, pages, and their end. */

import { composePortal } from './compose';
import { configureNextAuth, type Config } from './config';
import { drain } from './drain';
import { isAuthority } from './gateway/upgrade';
import { Askers } from './http/askers';
import { takesWrites } from './http/health';
import { Listener } from './http/listener';
import { PageTurns } from './http/page-turns';
import { preparePages, type Pages } from './http/pages';
import { startPagesThread } from './http/pages-thread/start';
import { requestHandler } from './http/request-handler';
import type { Logger } from './log';
import { setPortal } from './portal';
import type { Runner } from './processes/runner';

/** Nobody waits for a worker whose primary is gone: its consoles are told, and that is all. */
const HURRIED_MS = 1000;

interface Parts {
  config: Config;
  log: Logger;
  runner: Runner;
  /** The folder of the product, where the built pages are. */
  root: string;
  dev: boolean;
}

/** @throws StartError */
export async function serve({ config, log, runner, root, dev }: Parts): Promise<void> {
  configureNextAuth(config);
  const built = await composePortal(config, log);
  if (dev) setPortal(built.portal);

  const prepare = () => (dev ? preparePages(root, dev, config.basePath) : startPagesThread({ root, config, portal: built.portal }));
  // Beside others the port is open already, and nobody should be told to wait.
  let pages: Pages | null = config.workers > 1 ? await prepare() : null;
  let draining = false;
  const { authenticator } = built.portal;
  const askers = new Askers({ identify: (shown, secure) => authenticator.identify(shown, secure), basePath: config.basePath });
  const turns = new PageTurns({ askers });
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
      turns,
      readiness: {
        pingDatabase: built.pingDatabase,
        takesWrites: takesWrites(built.writeDatabase),
        blocked: () => (draining ? 'draining' : pages?.ready ? null : 'starting'),
      },
    }),
    onUpgrade: (request, socket, head) => {
      if (dev && request.url?.startsWith(`${config.basePath}/_next/`)) pages?.upgrade(request, socket, head);
      else void built.gateway.handle(request, socket, head);
    },
  });

  runner.stoppedBy(async (hurried) => {
    draining = true;
    void built.portal.nodes.draining();
    const { gateway, consoles } = built;
    const drainMs = hurried ? Math.min(config.drainMs, HURRIED_MS) : config.drainMs;
    const until = performance.now() + drainMs;
    log.info({ left: await drain({ gateway, consoles, drainMs }) }, 'drained');
    await listener.close();
    turns.close();
    await pages?.close();
    await built.dispose(until);
  });
  runner.listening();

  pages ??= await prepare();
  const { setup } = built.portal;
  runner.ready({ url: address(config.host, listener), setupCode: (await setup.needed()) ? await setup.code() : null });
}

function address(host: string, { port, secure }: Listener): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : isAuthority(host) ? host : `[${host}]`;
  return `${secure ? 'https' : 'http'}://${name}:${port}`;
}
