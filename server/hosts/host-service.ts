/** The registry of hosts: who may see one, and how it is changed. */

import type { Access } from '../access/access';
import type { Actor, Identity } from '../auth/identity';
import { PortalError } from '../contract/errors';
import type { Host, HostCreateInput, HostPatchInput, HostQuery, HostRow, HostTls } from '../contract/host';
import type { HostBulk, HostFilter } from '../contract/host-bulk';
import { sameVerification } from '../contract/stored-password';
import { HostBulkChange, type BulkOutcome } from './bulk';
import type { SeenHosts } from './host-list-repository';
import type { HostRepository, StoredHost } from './host-repository';
import type { HostVisit } from './host-visits';
import { HostWriter, type HostWriterParts } from './host-writer';
import { HostImport, type ImportOptions, type ImportPlan } from './import';
import type { FileEntry } from './import-file';

/** A row of the list without what the database does not know: how the host is now. */
export type HostListRow = Omit<HostRow, 'status' | 'live'>;

export interface HostServiceParts extends HostWriterParts {
  hosts: HostRepository;
  access: Access;
}

export class HostService {
  private readonly writer: HostWriter;

  constructor(private readonly parts: HostServiceParts) {
    this.writer = new HostWriter(parts);
  }

  async list(identity: Identity, query: HostQuery): Promise<{ items: HostListRow[]; nextCursor: string | null; total: number }> {
    this.parts.access.ensure(identity, 'host.list');
    const page = await this.parts.hosts.list({ userId: identity.user.id, among: await this.seenBy(identity) }, query);
    return { ...page, items: await this.shownTo(identity, page.items) };
  }

  /** @throws PortalError `host_not_found`, also for one that the person may not open */
  async get(identity: Identity, id: string): Promise<HostListRow> {
    await this.parts.access.ensureHost(identity, id);
    const [host, visit] = await Promise.all([this.find(id), this.parts.hosts.visitOf(identity.user.id, id)]);
    if (!host) throw new PortalError('host_not_found');
    const [shown] = await this.shownTo(identity, [{ ...host, ...visit }]);
    return shown!;
  }

  /** Without asking who wants to know: for the gateway, which has asked. */
  async find(id: string): Promise<Host | null> {
    return (await this.parts.hosts.find(id))?.host ?? null;
  }

  /** @throws PortalError `invalid`, `host_exists` */
  async create(input: HostCreateInput, actor: Actor): Promise<Host> {
    const parsed = this.writer.parseNew(input);
    return this.parts.hosts.transaction(async (hosts, trx) => {
      await this.writer.create(hosts, trx, [parsed], actor);
      return existing(await hosts.find(parsed.id)).host;
    });
  }

  /**
   * Its live consoles end when the way to it or the rules on it have changed. Its stored password is forgotten when its targets or their
   * verification have, unless the change has one.
   * @throws PortalError `invalid`, `host_not_found`
   */
  async update(id: string, input: HostPatchInput, actor: Actor): Promise<Host> {
    const patch = this.writer.parsePatch(input);
    const host = await this.parts.hosts.transaction(async (hosts, trx) => {
      const revision = this.writer.revise(existing(await hosts.findForUpdate(id)), patch);
      await this.writer.update(hosts, trx, [revision], actor);
      return existing(await hosts.find(id)).host;
    });
    this.parts.changes.poke();
    return host;
  }

  /**
   * Stores what has just opened one of its consoles. None ends: nothing that they were opened with is taken away.
   * @throws PortalError `invalid`, `host_not_found`
   */
  async keepCredentials(id: string, credentials: { username?: string; password?: string }, actor: Actor): Promise<void> {
    const patch = this.writer.parsePatch({ credentials });
    await this.parts.hosts.transaction(async (hosts, trx) => {
      const revision = this.writer.revise(existing(await hosts.findForUpdate(id)), patch);
      await this.writer.update(hosts, trx, [revision], actor, { endsConsoles: false });
    });
  }

  /**
   * Its live consoles end.
   * @throws PortalError `host_not_found`
   */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.parts.hosts.transaction(async (hosts, trx) => {
      if ((await this.writer.remove(hosts, trx, [id], actor)) === 0) throw new PortalError('host_not_found');
    });
    this.parts.changes.poke();
  }

  /** The tags in use on hosts that the person sees, with how many have each. */
  async tags(identity: Identity): Promise<{ tag: string; hosts: number }[]> {
    return this.parts.hosts.tags(await this.parts.access.visibleHosts(identity));
  }

  /** @throws PortalError `host_not_found` */
  async setFavourite(userId: string, hostId: string, on: boolean): Promise<void> {
    if (!(await this.parts.hosts.setFavourite(userId, hostId, on))) throw new PortalError('host_not_found');
  }

  /** A host or person that is removed at this moment is not missed. */
  async markOpened(visits: readonly HostVisit[]): Promise<void> {
    await this.parts.hosts.markOpened(visits);
  }

  /** Like {@link find}, with the sealed password of the same moment: a session takes one such snapshot, so that no password reaches another target than its own. */
  findStored(id: string): Promise<StoredHost | null> {
    return this.parts.hosts.find(id);
  }

  /**
   * What the portal logs in to the host with. The one place where a stored password is in the clear.
   * @throws PortalError `internal` when the portal's secret is not the one it was sealed under
   */
  credentialsIn({ host, sealedPassword }: StoredHost): { username?: string; password?: string } {
    const { username } = host.credentials;
    return {
      ...(username === undefined ? {} : { username }),
      ...(sealedPassword === null ? {} : { password: this.parts.sealer.unseal(sealedPassword, host.id) }),
    };
  }

  /**
   * Keeps what a host showed first, where it is to be known by that. Nobody's console ends: the host is still the same.
   * Nothing is kept when the host was changed meanwhile: what the old target showed says nothing of the new one.
   * @param seen the host as it was when it was dialled
   * @param target where it showed that
   * @param shown SHA-256 fingerprints of its certificate and its RSA key
   * @returns false when something else has been remembered meanwhile
   */
  async rememberPin(seen: Host, target: string, shown: { pin?: string; keyPin?: string }): Promise<boolean> {
    const { id } = seen;
    if (shown.pin === undefined && shown.keyPin === undefined) return true;
    return this.parts.hosts.transaction(async (hosts, trx) => {
      const stored = await hosts.findForUpdate(id);
      const { tls } = stored?.host ?? {};
      if (!stored || !tls?.trustOnFirstUse) return true;
      // Once there is anything, another kind of key is not learned beside it.
      if (tls.pin !== undefined || tls.keyPin !== undefined) return agree(tls, shown);
      if (!stored.host.targets.includes(target) || !sameVerification(tls, seen.tls)) return true;
      await hosts.setTls(id, { ...tls, ...shown });
      await this.parts.audit.record(
        { action: 'host.update', actor: { id: '', name: 'the portal' }, hostId: id, detail: { changed: 'tls', ...shown } },
        trx,
      );
      return true;
    });
  }

  /** Every host, in the order of ids: for the command line, which asks nobody's leave. */
  async everything(): Promise<Host[]> {
    return (await this.parts.hosts.all()).map(({ host }) => host);
  }

  /** Brings the registry in line with a file; see {@link HostImport}. */
  import(entries: FileEntry[], options: ImportOptions, actor: Actor): Promise<ImportPlan> {
    const { hosts, changes } = this.parts;
    return new HostImport({ hosts, changes, writer: this.writer }).run(entries, options, actor);
  }

  /** One change to many hosts; see {@link HostBulkChange}. */
  bulk(input: HostBulk, actor: Actor): Promise<BulkOutcome> {
    const { hosts, changes } = this.parts;
    return new HostBulkChange({ hosts, changes, writer: this.writer }).run(input, actor);
  }

  /** The hosts that match and that an administrator's token reaches, a batch at a time, in the order of ids. */
  async *matching(identity: Identity, filter: HostFilter): AsyncGenerator<Host[]> {
    this.parts.access.ensure(identity, 'administer');
    yield* this.parts.hosts.matching(filter, await this.seenBy(identity));
  }

  private async seenBy(identity: Identity): Promise<SeenHosts> {
    const { access } = this.parts;
    return { visible: await access.visibleHosts(identity), everything: access.can(identity, 'administer') };
  }

  /** With what they may do there. Where a host is and how the portal gets in is nothing for those who only open it. */
  private async shownTo(identity: Identity, hosts: readonly Omit<HostListRow, 'access'>[]): Promise<HostListRow[]> {
    const levels = await this.parts.access.levels(identity, hosts);
    const rows = hosts.map((host, index) => ({ ...host, access: levels[index]! }));
    if (this.parts.access.can(identity, 'administer')) return rows;
    return rows.map((row) => ({ ...row, targets: [], tls: {}, credentials: { hasPassword: row.credentials.hasPassword } }));
  }

  /** Every host, for the prober. */
  all(): Promise<{ id: string; targets: string[]; tls: HostTls; updatedAt: number }[]> {
    return this.parts.hosts.allTargets();
  }
}

/** Whether a host that showed this is the one that showed the other before. */
function agree(remembered: HostTls, shown: { pin?: string; keyPin?: string }): boolean {
  const kinds = (['pin', 'keyPin'] as const).filter((kind) => remembered[kind] !== undefined && shown[kind] !== undefined);
  return kinds.length > 0 && kinds.every((kind) => remembered[kind] === shown[kind]);
}

function existing(found: StoredHost | null): StoredHost {
  if (!found) throw new PortalError('host_not_found');
  return found;
}
