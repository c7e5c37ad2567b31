/** Two portals on one PostgreSQL, and nginx before them, which asks the one and the other by turns: nobody is kept to one node. */

import pg from 'pg';
import type { PortalNode } from '../../server/contract/nodes';
import type { LiveSession } from '../../server/contract/session';
import { ApiClient } from './api-client';
import { startNginx } from './nginx';
import type { Nginx } from './nginx';
import { ADMIN, startPortal } from './portal';
import type { Administrator, Portal } from './portal';
import { PortalAddress } from './portal-address';
import { freePort } from './ports';
import { createDatabase, startPostgres } from './postgres';
import type { PostgresServer } from './postgres';
import { temporaryDirectory } from './temporary';
import type { TemporaryDirectory } from './temporary';
import { until } from './waiting';
import { WebBrowser } from './web-browser';

export type NodeNumber = 0 | 1;
export const nodeNumbers: readonly NodeNumber[] = [0, 1];

/** As the README has it. */
const balancing = (ports: readonly number[]) => (port: number) => `
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  upstream portal {
    ${ports.map((node) => `server 127.0.0.1:${node} max_fails=0;`).join('\n    ')}
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://portal;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_next_upstream error timeout http_503;
      proxy_connect_timeout 2s;
      proxy_read_timeout 1h;
    }
  }`;

export class TwoNodes {
  readonly nodes = [] as unknown as [Portal, Portal];
  admin!: Administrator;

  private constructor(
    readonly postgres: PostgresServer,
    readonly databaseUrl: string,
    private readonly env: Record<string, string>,
    private readonly ports: readonly [number, number],
    private readonly nginx: Nginx,
    private readonly directories: readonly [TemporaryDirectory, TemporaryDirectory],
  ) {
    this.balancer = new PortalAddress(`http://127.0.0.1:${nginx.port}`, undefined);
  }

  readonly balancer: PortalAddress;

  static async start(env: Record<string, string> = {}): Promise<TwoNodes> {
    const postgres = await startPostgres();
    const { url } = await createDatabase(postgres.url);
    const ports = [await freePort(), await freePort()] as const;
    const directories = [temporaryDirectory('node'), temporaryDirectory('node')] as const;
    const two = new TwoNodes(postgres, url, env, ports, await startNginx(balancing(ports)), directories);
    // Together: both find an empty database, and one of them makes its tables.
    await Promise.all(nodeNumbers.map((number) => two.start(number)));
    const browser = new WebBrowser(two.balancer);
    // What the one has printed, the other one takes.
    const code = await two.nodes[0].setupCode();
    const made = await two.nodes[1].http('/api/v1/setup', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: two.nodes[1].origin },
      body: JSON.stringify({ code, ...ADMIN }),
    });
    if (made.status >= 300) throw new Error(`setup at the other node: ${made.status} ${made.text}`);
    await browser.signIn(ADMIN.name, ADMIN.password);
    two.admin = await two.nodes[0].administrator(browser);
    return two;
  }

  /** Starts a node, for the first time or again, with the data directory that it has. */
  async start(number: NodeNumber, more: Record<string, string> = {}): Promise<Portal> {
    const env = {
      DATABASE_URL: this.databaseUrl,
      AUTH_SECRET: 'one secret for all nodes of the portal',
      TRUSTED_PROXIES: '127.0.0.1',
      PORT: String(this.ports[number]),
      ...this.env,
      ...more,
    };
    return (this.nodes[number] = await startPortal({ env, dataDir: this.directories[number].path }));
  }

  /** The administrator at one node. */
  at(number: NodeNumber, token = this.admin.token): ApiClient {
    return new ApiClient(this.nodes[number], token);
  }

  /** Through nginx, which sends each request to the other node than the one before. */
  through(token = this.admin.token): ApiClient {
    return new ApiClient(this.balancer, token);
  }

  /** A user, signed in through nginx. */
  async somebody(name: string, role: 'admin' | 'user' = 'admin'): Promise<Person> {
    const { id } = await this.at(0).create<{ id: string }>('/users', { name, role, password: ADMIN.password });
    const browser = new WebBrowser(this.balancer);
    await browser.signIn(name, ADMIN.password);
    return { name, id, browser, ...(await tokenOf(browser)) };
  }

  async sessions(number: NodeNumber): Promise<LiveSession[]> {
    return (await this.at(number).must('GET', '/sessions')).json<{ items: LiveSession[] }>().items;
  }

  async nodesAt(number: NodeNumber): Promise<PortalNode[]> {
    return (await this.at(number).must('GET', '/nodes')).json<{ items: PortalNode[] }>().items;
  }

  /** What the other nodes call this one. */
  async idOf(number: NodeNumber): Promise<string> {
    const found = (await this.nodesAt(number)).find(({ here }) => here);
    if (!found) throw new Error(`node ${number} is none of those that it names`);
    return found.id;
  }

  /** Asks the database itself. */
  async rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** How many consoles the records hold for live. */
  async liveRows(): Promise<number> {
    const [row] = await this.rows<{ live: number }>('select count(*)::int as live from consoles where ended_at is null');
    return row!.live;
  }

  /** @throws with those that are left when there still are some after a while */
  async noneLeft(): Promise<void> {
    try {
      await until('no console to be left', async () => (await this.liveRows()) === 0);
    } catch (error) {
      const left = await this.rows('select id, host_id, node, started_at, via_kind from consoles where ended_at is null');
      throw new Error(`left: ${JSON.stringify(left)}`, { cause: error });
    }
  }

  /** Of all the consoles that there ever were, those whose beginning or end is not recorded just as often as it should be. */
  async wronglyRecorded(): Promise<{ id: string; opens: number; ends: number; over: boolean }[]> {
    return this.rows(`
      select consoles.id, ended_at is not null as over,
        count(*) filter (where action = 'console.open')::int as opens, count(*) filter (where action = 'console.end')::int as ends
      from consoles left join audit on audit.session_id = consoles.id
      group by consoles.id, ended_at
      having count(*) filter (where action = 'console.open') <> 1
        or count(*) filter (where action = 'console.end') <> case when ended_at is null then 0 else 1 end`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.nginx.stop();
    await this.postgres.stop();
    for (const directory of this.directories) directory.remove();
  }
}

export interface Person {
  name: string;
  id: string;
  browser: WebBrowser;
  tokenId: string;
  token: string;
}

async function tokenOf(browser: WebBrowser): Promise<{ tokenId: string; token: string }> {
  const { id, token } = await browser.createToken('tests');
  return { tokenId: id, token };
}
