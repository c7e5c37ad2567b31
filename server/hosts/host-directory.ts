/** The registry as people see it: each host with its state now. */

import type { Actor } from '../auth/identity';
import type { Identity } from '../auth/identity';
import type { HostCreate, HostPage, HostPatch, HostQuery, HostRow, HostStatus, HostTest } from '../contract/host';
import type { LiveConsoles } from '../sessions/live-consoles';
import type { HostService } from './host-service';
import type { HostStatusBoard } from './status-board';
import type { HostTester } from './test-host';

type Bare = Omit<HostRow, 'status' | 'live'>;

export class HostDirectory {
  constructor(private readonly parts: { hosts: HostService; board: HostStatusBoard; consoles: LiveConsoles; tester: HostTester }) {}

  async list(identity: Identity, query: HostQuery): Promise<HostPage> {
    const page = await this.parts.hosts.list(identity, query);
    return { ...page, items: await this.withState(page.items) };
  }

  async get(identity: Identity, id: string): Promise<HostRow> {
    return this.one(await this.parts.hosts.get(identity, id));
  }

  async create(identity: Identity, input: HostCreate, actor: Actor): Promise<HostRow> {
    await this.parts.hosts.create(input, actor);
    return this.get(identity, input.id);
  }

  async update(identity: Identity, id: string, patch: HostPatch, actor: Actor): Promise<HostRow> {
    await this.parts.hosts.update(id, patch, actor);
    return this.get(identity, id);
  }

  async remove(id: string, actor: Actor): Promise<void> {
    await this.parts.hosts.remove(id, actor);
  }

  async test(identity: Identity, id: string): Promise<HostTest> {
    const { hosts, tester } = this.parts;
    return tester.test(await hosts.get(identity, id), await hosts.credentialsOf(id));
  }

  async tags(identity: Identity): Promise<{ tag: string; hosts: number }[]> {
    return this.parts.hosts.tags(identity);
  }

  async setFavourite(identity: Identity, id: string, on: boolean): Promise<void> {
    await this.parts.hosts.get(identity, id);
    await this.parts.hosts.setFavourite(identity.user.id, id, on);
  }

  private async one(host: Bare): Promise<HostRow> {
    const [row] = await this.withState([host]);
    return row!;
  }

  private async withState(hosts: Bare[]): Promise<HostRow[]> {
    const { board, consoles } = this.parts;
    const states = await board.of(hosts.map(({ id }) => id));
    return hosts.map((host) => {
      const live = consoles.countByHost(host.id);
      return { ...host, live, status: live > 0 ? inUse() : (states.get(host.id) ?? neverOpened) };
    });
  }
}

const neverOpened: HostStatus = { state: 'unknown', source: 'none', at: null, detail: 'never opened' };

/** A console that is open now says more than the last probe. */
function inUse(): HostStatus {
  return { state: 'up', source: 'console', at: Date.now(), detail: 'a console is open' };
}
