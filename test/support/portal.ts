/** The built product as its users start it: a process of its own, with its own data directory, on a free port. */

import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from './api-client';
import { WebBrowser } from './web-browser';
import type { Answer } from './http';
import { PortalAddress } from './portal-address';
import { portalDatabase } from './portal-database';
import { RunningProcess } from './process';
import type { Exit, ProcessOptions } from './process';
import { temporaryDirectory } from './temporary';
import type { Certificate } from './certificates';
import { until } from './waiting';

export const root = join(import.meta.dirname, '../..');
const START_TIMEOUT = 60_000;
export const ADMIN = { name: 'admin', password: 'correct horse battery' };

type Starter = (name: string, command: string, args: readonly string[], options?: ProcessOptions) => RunningProcess;
const startHere: Starter = (name, command, args, options) => new RunningProcess(name, command, args, options);

export interface PortalOptions {
  env?: Record<string, string>;
  /** Serve https with this certificate, which `ca` vouches for. */
  tls?: Certificate;
  ca?: string;
  /** One that is kept over several starts; otherwise the portal has its own and removes it. */
  dataDir?: string;
  /** How its processes are started, for another machine. */
  start?: Starter;
  /** The address that clients use, where it is not what the portal prints. */
  url?: string;
}

/** What the portal has no default for but a test needs: nothing of the developer's own environment comes in. */
function environment({ env = {}, tls }: PortalOptions, dataDir: string): Record<string, string | undefined> {
  const own = [
    'HOST',
    'DATABASE_URL',
    'PUBLIC_URL',
    'AUTH_SECRET',
    'AUTH_SECRET_FILE',
    'TLS_CERT',
    'TLS_KEY',
    'TRUSTED_PROXIES',
    'ALLOWED_TARGETS',
  ];
  const limits = ['WORKERS', 'HEARTBEAT_SECONDS', 'IDLE_MINUTES', 'DRAIN_SECONDS', 'MAX_CONSOLES', 'MAX_CONSOLES_PER_USER', 'LOG_LEVEL'];
  return {
    ...Object.fromEntries([...own, ...limits, ...Object.keys(process.env).filter(isOfSignIn)].map((name) => [name, undefined])),
    // Set by vitest for itself; the product runs as it does in production.
    NODE_ENV: 'production',
    VITEST: undefined,
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_FORMAT: 'json',
    ...(tls ? { TLS_CERT: tls.certFile, TLS_KEY: tls.keyFile } : {}),
    ...env,
  };
}

const isOfSignIn = (name: string): boolean => /^(OIDC|LDAP|PROXY|AUDIT|REQUIRE|PASSWORD)_/.test(name);

/** Starts it without waiting: for starts that fail. */
export function launchPortal(options: PortalOptions & { dataDir: string }): RunningProcess {
  if (!existsSync(join(root, 'dist/main.js'))) throw new Error('dist/main.js is missing: build the portal first (npm test does)');
  return (options.start ?? startHere)('the portal', process.execPath, [join(root, 'dist/main.js')], {
    cwd: root,
    env: environment(options, options.dataDir),
  });
}

export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  const temporary = options.dataDir === undefined ? temporaryDirectory('data') : null;
  const dataDir = options.dataDir ?? temporary!.path;
  const database = options.env?.['DATABASE_URL'] === undefined ? await portalDatabase(dataDir, temporary === null) : null;
  const given = database ? { ...options, env: { ...database.env, ...options.env } } : options;
  const process = launchPortal({ ...given, dataDir });
  const remove = async (): Promise<void> => {
    await database?.remove();
    temporary?.remove();
  };
  try {
    const [, printed] = await process.line(/listening on (https?:\/\/[^\s"\\]+)/, START_TIMEOUT);
    const url = (options.url ?? printed!).replace(/\/$/, '');
    return new Portal(process, given, dataDir, url, Number(new URL(printed!).port), remove);
  } catch (error) {
    await process.stop();
    await remove();
    throw error;
  }
}

export class Portal extends PortalAddress {
  #admin: Promise<Administrator> | null = null;

  constructor(
    readonly process: RunningProcess,
    readonly options: PortalOptions,
    readonly dataDir: string,
    url: string,
    /** Where the process itself listens, whatever stands in front of it. */
    readonly ownPort: number,
    private readonly remove: () => Promise<void>,
  ) {
    super(url, options.ca);
  }

  /** The one-time code that the terminal shows while there is no user. */
  async setupCode(): Promise<string> {
    return (await this.process.line(/\b([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})\b/))[1]!;
  }

  /** Sets the portal up as its first visitor does, once; then the same administrator each time. */
  admin(): Promise<Administrator> {
    this.#admin ??= this.#setUp();
    return this.#admin;
  }

  async #setUp(): Promise<Administrator> {
    const browser = new WebBrowser(this);
    const code = await this.setupCode();
    const answer = await browser.post('/api/v1/setup', { code, ...ADMIN });
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`setup: ${answer.status} ${answer.text}`);
    await browser.signIn(ADMIN.name, ADMIN.password);
    return this.administrator(browser);
  }

  async administrator(browser: WebBrowser): Promise<Administrator> {
    const { id, token } = await browser.createToken('tests');
    return { browser, userId: answerId(await browser.get('/api/v1/me')), tokenId: id, token, api: new ApiClient(this, token) };
  }

  /** A further user with the role admin, signed in: what it loses, the first one keeps. */
  async anotherAdmin(name: string): Promise<Administrator> {
    const { api } = await this.admin();
    await api.create('/users', { name, role: 'admin', password: ADMIN.password });
    const browser = new WebBrowser(this);
    await browser.signIn(name, ADMIN.password);
    return this.administrator(browser);
  }

  /** `npm run portal -- …`, without npm. */
  cli(args: readonly string[], input = ''): RunningProcess {
    const options = { cwd: root, env: environment(this.options, this.dataDir), input };
    return (this.options.start ?? startHere)(
      `portal ${args.join(' ')}`,
      process.execPath,
      [join(root, 'dist/portal.js'), ...args],
      options,
    );
  }

  /** @returns what the command printed on standard output. @throws when it fails */
  async command(args: readonly string[], input = ''): Promise<string> {
    const running = this.cli(args, input);
    const exit = await running.exit(30_000);
    if (exit.code !== 0) throw new Error(`${running.name} ended with ${JSON.stringify(exit)}:\n${running.output}`);
    return running.stdout.join('\n');
  }

  /** TCP and UNIX sockets that the process holds. */
  sockets(): number {
    return this.#descriptors((target) => target.startsWith('socket:'));
  }

  #descriptors(matches: (target: string) => boolean): number {
    const directory = `/proc/${this.process.pid}/fd`;
    return readdirSync(directory).filter((name) => {
      try {
        return matches(readlinkSync(join(directory, name)));
      } catch {
        return false;
      }
    }).length;
  }

  /** Waits until the portal holds no more sockets than before. */
  async socketsBackTo(count: number, timeout = 15_000): Promise<void> {
    await until(`the portal to hold ${count} sockets or fewer`, () => this.sockets() <= count, timeout);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM', grace = 10_000): Promise<Exit> {
    const exit = await this.process.stop(signal, grace);
    await this.remove();
    return exit;
  }
}

export interface Administrator {
  browser: WebBrowser;
  api: ApiClient;
  userId: string;
  tokenId: string;
  token: string;
}

function answerId(answer: Answer): string {
  const { id } = answer.json<{ id?: string }>();
  if (id === undefined) throw new Error(`no id (${answer.status}): ${answer.text}`);
  return id;
}
