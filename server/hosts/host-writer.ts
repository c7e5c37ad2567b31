/** The rules by which hosts are written, one or many at a time, each with its audit row and its change in the same transaction. */

import { isDeepStrictEqual } from 'node:util';
import { text, type Text } from '../../messages/text';
import { EVERYBODY } from '../access/everybody';
import type { AuditService } from '../audit/audit-service';
import type { Actor } from '../auth/identity';
import { PortalError } from '../contract/errors';
import {
  defaultPolicy,
  hostCreateSchema,
  hostPatchSchema,
  type Host,
  type HostCreate,
  type HostCreateInput,
  type HostPatch,
  type HostPatchInput,
} from '../contract/host';
import { parseInput } from '../contract/parse-input';
import { keepsPassword } from '../contract/stored-password';
import type { Changes } from '../db/changes';
import type { HostRepository, StoredHost } from './host-repository';
import type { Sealer } from './sealed';

/** Consoles live by these: when one changes, they end. A new name or tag is no reason to cut anybody off. */
const WAY = ['targets', 'balance', 'tls', 'credentials', 'policy'] as const;
const FIELDS = ['name', 'description', 'tags', 'banner', 'keyboard', ...WAY] as const;
type Field = (typeof FIELDS)[number];

type Executor = Parameters<Changes['record']>[0];

export interface HostWriterParts {
  sealer: Sealer;
  changes: Changes;
  audit: AuditService;
  /** @returns why the portal may not connect to a target; null when it may */
  allowed: (target: string) => Text | null;
  now?: () => number;
}

/** What a patch makes of a host. */
export interface Revision {
  before: Host;
  after: StoredHost;
  /** Those that really differ. */
  fields: Field[];
  /** Whether the password is another one, which the hosts themselves do not show. */
  newPassword: boolean;
  /** Whether the stored password is lost because the host is elsewhere now, or verified otherwise. */
  forgetsPassword: boolean;
}

/** Whether consoles that are open now end with it. */
export function endsConsoles({ fields }: Revision): boolean {
  return fields.some((field) => (WAY as readonly Field[]).includes(field));
}

export class HostWriter {
  private readonly now: () => number;

  constructor(private readonly parts: HostWriterParts) {
    this.now = parts.now ?? Date.now;
  }

  /** @throws PortalError `invalid` */
  parseNew(input: HostCreateInput): HostCreate {
    const parsed = parseInput(hostCreateSchema, input);
    this.ensureAllowed(parsed.targets);
    return parsed;
  }

  /** @throws PortalError `invalid` */
  parsePatch(input: HostPatchInput): HostPatch {
    const parsed = parseInput(hostPatchSchema, input);
    if (parsed.targets) this.ensureAllowed(parsed.targets);
    return parsed;
  }

  /** @throws PortalError `host_exists` when one of the ids is taken */
  async create(hosts: HostRepository, trx: Executor, inputs: HostCreate[], actor: Actor): Promise<void> {
    const created = inputs.map((input) => this.newHost(input));
    if (!(await hosts.insert(created))) throw new PortalError('host_exists', { fields: { id: text('fields.idTaken') } });
    await this.parts.audit.recordAll(
      created.map(({ host }) => ({ action: 'host.create', actor, address: actor.address, hostId: host.id, detail: { name: host.name } })),
      trx,
    );
  }

  /** What the patch would change. Nothing is written. */
  revise({ host: before, sealedPassword }: StoredHost, patch: HostPatch): Revision {
    const { username, password } = patch.credentials ?? {};
    const way = { targets: patch.targets ?? before.targets, tls: patch.tls ?? before.tls };
    const forgetsPassword = password === undefined && sealedPassword !== null && !keepsPassword(before, way);
    const sealed = forgetsPassword ? null : this.sealedAnew(sealedPassword, before.id, password);
    const samePassword = sealed === sealedPassword;
    const keptName = username === undefined ? before.credentials.username : (username ?? undefined);
    const { maxViewers, ...policy } = { ...before.policy, ...defined(patch.policy ?? {}) };
    const after: Host = {
      ...before,
      ...defined({
        name: patch.name,
        description: patch.description,
        tags: patch.tags,
        ...way,
        balance: patch.balance,
        banner: patch.banner,
        keyboard: patch.keyboard,
      }),
      credentials: { ...(keptName ? { username: keptName } : {}), hasPassword: sealed !== null },
      policy: { ...policy, ...(typeof maxViewers === 'number' ? { maxViewers } : {}) },
    };
    if (after.name === '') after.name = before.id;
    const fields = FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]) || (field === 'credentials' && !samePassword));
    return { before, after: { host: after, sealedPassword: sealed }, fields, newPassword: !samePassword, forgetsPassword };
  }

  async update(
    hosts: HostRepository,
    trx: Executor,
    revisions: Revision[],
    actor: Actor,
    { endsConsoles: ends = true } = {},
  ): Promise<void> {
    const real = revisions.filter(({ fields }) => fields.length > 0);
    for (const { before, after } of real) {
      // Always later than before: whoever keeps something by the host's time of change sees each one.
      const updatedAt = Math.max(this.now(), before.updatedAt + 1);
      await hosts.replace({ ...after, host: { ...after.host, updatedAt } });
    }
    const cut = ends ? real.filter(endsConsoles) : [];
    await this.parts.changes.recordAll(
      trx,
      cut.map(({ before }) => ({ kind: 'host', subject: before.id, reason: 'changed' })),
    );
    const reworded = real.filter(({ fields }) => fields.includes('banner'));
    // A tag that is taken off takes away what was granted by it.
    if (real.some(({ before, after }) => before.tags.some((tag) => !after.host.tags.includes(tag))))
      await this.parts.changes.record(trx, { kind: 'access', subject: EVERYBODY, reason: 'tags' });
    await this.parts.changes.recordAll(
      trx,
      reworded.map(({ before }) => ({ kind: 'banner', subject: before.id, reason: 'changed' })),
    );
    await this.parts.audit.recordAll(
      real.map(({ before, fields }) => ({
        action: 'host.update',
        actor,
        address: actor.address,
        hostId: before.id,
        // Not the values: a target can hold a token, and the credentials hold a password.
        detail: { name: before.name, changed: fields.join(', ') },
      })),
      trx,
    );
  }

  /** @returns how many of them were there */
  async remove(hosts: HostRepository, trx: Executor, ids: string[], actor: Actor): Promise<number> {
    const removed = await hosts.remove(ids);
    await this.parts.changes.recordAll(
      trx,
      removed.map(({ id }) => ({ kind: 'host', subject: id, reason: 'removed' })),
    );
    await this.parts.audit.recordAll(
      removed.map(({ id, name }) => ({ action: 'host.remove', actor, address: actor.address, hostId: id, detail: { name } })),
      trx,
    );
    return removed.length;
  }

  private newHost(input: HostCreate): StoredHost {
    const now = this.now();
    const { username, password } = input.credentials;
    const { maxViewers, ...policy } = { ...defaultPolicy, ...defined(input.policy) };
    const host: Host = {
      id: input.id,
      name: input.name || input.id,
      description: input.description,
      tags: input.tags,
      targets: input.targets,
      balance: input.balance,
      tls: input.tls,
      credentials: { ...(username ? { username } : {}), hasPassword: typeof password === 'string' },
      policy: { ...policy, ...(typeof maxViewers === 'number' ? { maxViewers } : {}) },
      banner: input.banner,
      keyboard: input.keyboard,
      createdAt: now,
      updatedAt: now,
    };
    return { host, sealedPassword: typeof password === 'string' ? this.parts.sealer.seal(password, input.id) : null };
  }

  private ensureAllowed(targets: string[]): void {
    const fields: Record<string, Text> = {};
    for (const [index, target] of targets.entries()) {
      const why = this.parts.allowed(target);
      if (why !== null) fields[`targets.${index}`] = why;
    }
    const [first] = Object.values(fields);
    if (first !== undefined) throw new PortalError('invalid', { message: first, fields });
  }

  /** @returns what was sealed already where the password is the same one */
  private sealedAnew(sealed: string | null, hostId: string, password: string | null | undefined): string | null {
    if (password === undefined) return sealed;
    if (password === null) return null;
    return this.isPassword(sealed, hostId, password) ? sealed : this.parts.sealer.seal(password, hostId);
  }

  /** A stored password that no longer opens, because the portal's secret is another, is to be replaced. */
  private isPassword(sealed: string | null, hostId: string, password: string): boolean {
    if (sealed === null) return false;
    try {
      return this.parts.sealer.unseal(sealed, hostId) === password;
    } catch {
      return false;
    }
  }
}

function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
