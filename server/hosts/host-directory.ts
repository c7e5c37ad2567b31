/** The registry as people see it: each host with its state now. */

import { say } from '../../messages/say';
import { text } from '../../messages/text';
import type { Actor } from '../auth/identity';
import type { Identity } from '../auth/identity';
import { PortalError } from '../contract/errors';
import type { HostCreate, HostPage, HostPatch, HostQuery, HostRow, HostTest } from '../contract/host';
import type { FileFormat, HostBulk, HostBulkResult, HostFilter } from '../contract/host-bulk';
import type { HostImportInput, HostImportPlan } from '../contract/host-import';
import { defaultLocale, type Locale } from '../contract/locale';
import type { Presence } from '../sessions/presence';
import { exportHosts } from './export';
import { importHosts } from './host-import-preview';
import type { HostService } from './host-service';
import { neverOpened, type HostStatusBoard, type SeenStatus } from './status-board';
import type { HostTester } from './test-host';

type Bare = Omit<HostRow, 'status' | 'live'>;

export class HostDirectory {
  constructor(
    private readonly parts: { hosts: HostService; board: HostStatusBoard; presence: Pick<Presence, 'counts'>; tester: HostTester },
  ) {}

  /** @param locale of the sentences in the rows, here and below */
  async list(identity: Identity, query: HostQuery, locale = defaultLocale): Promise<HostPage> {
    const page = await this.parts.hosts.list(identity, query);
    return { ...page, items: await this.withState(page.items, locale) };
  }

  async get(identity: Identity, id: string, locale = defaultLocale): Promise<HostRow> {
    const [row] = await this.withState([await this.parts.hosts.get(identity, id)], locale);
    return row!;
  }

  async create(identity: Identity, input: HostCreate, actor: Actor, locale = defaultLocale): Promise<HostRow> {
    await this.parts.hosts.create(input, actor);
    return this.get(identity, input.id, locale);
  }

  async update(identity: Identity, id: string, patch: HostPatch, actor: Actor, locale = defaultLocale): Promise<HostRow> {
    await this.parts.hosts.update(id, patch, actor);
    return this.get(identity, id, locale);
  }

  keepCredentials(id: string, credentials: { username?: string; password?: string }, actor: Actor): Promise<void> {
    return this.parts.hosts.keepCredentials(id, credentials, actor);
  }

  async remove(id: string, actor: Actor): Promise<void> {
    await this.parts.hosts.remove(id, actor);
  }

  async test(identity: Identity, id: string, locale = defaultLocale): Promise<HostTest> {
    const { hosts, tester } = this.parts;
    await hosts.get(identity, id);
    const stored = await hosts.findStored(id);
    if (!stored) throw new PortalError('host_not_found');
    return tester.test(stored.host, hosts.credentialsIn(stored), locale);
  }

  async tags(identity: Identity): Promise<{ tag: string; hosts: number }[]> {
    return this.parts.hosts.tags(identity);
  }

  async setFavourite(identity: Identity, id: string, on: boolean): Promise<void> {
    await this.parts.hosts.get(identity, id);
    await this.parts.hosts.setFavourite(identity.user.id, id, on);
  }

  async bulk(input: HostBulk, actor: Actor): Promise<HostBulkResult> {
    // Before: after the change those that it ended are gone.
    const liveAt = await this.parts.presence.counts();
    const { cut, ...counts } = await this.parts.hosts.bulk(input, actor);
    return { ...counts, ended: cut.reduce((sum, id) => sum + liveAt(id), 0) };
  }

  async import(input: HostImportInput, actor: Actor, locale = defaultLocale): Promise<HostImportPlan> {
    const liveAt = await this.parts.presence.counts();
    return importHosts({ hosts: this.parts.hosts, liveAt }, input, actor, locale);
  }

  /** The hosts that match as a file, in pieces. */
  export(identity: Identity, filter: HostFilter, format: FileFormat): AsyncGenerator<string> {
    return exportHosts(this.parts.hosts.matching(identity, filter), format);
  }

  private async withState(hosts: Bare[], locale: Locale): Promise<HostRow[]> {
    const { board, presence } = this.parts;
    const ids = hosts.map(({ id }) => id);
    const states = await board.of(ids);
    const liveAt = await presence.counts(ids);
    return hosts.map((host) => {
      const live = liveAt(host.id);
      const status = live > 0 ? inUse() : (states.get(host.id) ?? neverOpened);
      return { ...host, live, status: { ...status, detail: say(status.detail, locale) } };
    });
  }
}

/** A console that is open now says more than the last probe. */
function inUse(): SeenStatus {
  return { state: 'up', source: 'console', at: Date.now(), detail: text('hostStatus.open') };
}
