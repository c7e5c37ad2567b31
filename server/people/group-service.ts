/** The rules about groups: named sets of users, to whom grants can be given at once. */

import type { z } from 'zod';
import { text } from '../../messages/text';
import { EVERYBODY } from '../access/everybody';
import type { AuditService } from '../audit/audit-service';
import type { Actor } from '../auth/identity';
import { groupCreateSchema, groupPatchSchema, type Group, type Member } from '../contract/access';
import { PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import type { Page } from '../contract/page';
import type { Changes } from '../db/changes';
import type { GroupQuery, GroupRepository } from './group-repository';

export class GroupService {
  private readonly now: () => number;

  constructor(private readonly parts: { groups: GroupRepository; changes: Changes; audit: AuditService; now?: () => number }) {
    this.now = parts.now ?? Date.now;
  }

  list(query: GroupQuery): Promise<Page<Group>> {
    return this.parts.groups.list(query);
  }

  /** @throws PortalError `group_not_found` */
  async get(id: string): Promise<Group> {
    return existing(await this.parts.groups.find(id));
  }

  /** @throws PortalError `group_not_found` */
  async getByName(name: string): Promise<Group> {
    return existing(await this.parts.groups.findByName(name));
  }

  /**
   * Who has a group of this name where they sign in is in it at once.
   * @throws PortalError `invalid`, `group_exists`
   */
  async create(input: z.input<typeof groupCreateSchema>, actor: Actor): Promise<Group> {
    const group = parseInput(groupCreateSchema, input);
    return this.parts.groups.transaction(async (groups, trx) => {
      const created = await groups.insert({ ...group, createdAt: this.now() });
      if (!created) throw taken();
      await this.parts.audit.record({ action: 'group.create', actor, address: actor.address, detail: { group: group.name } }, trx);
      return created;
    });
  }

  /**
   * Under another name other people may be in it, so the rights of all are looked at again.
   * @throws PortalError `invalid`, `group_not_found`, `group_exists`
   */
  async update(id: string, input: z.input<typeof groupPatchSchema>, actor: Actor): Promise<Group> {
    const patch = parseInput(groupPatchSchema, input);
    const group = await this.parts.groups.transaction(async (groups, trx) => {
      const before = existing(await groups.findForUpdate(id));
      const wanted = { name: patch.name ?? before.name, description: patch.description ?? before.description };
      if (wanted.name === before.name && wanted.description === before.description) return before;
      if (!(await groups.update(id, wanted))) throw taken();
      const renamed = wanted.name !== before.name;
      if (renamed) await this.parts.changes.record(trx, { kind: 'access', subject: EVERYBODY, reason: 'group renamed' });
      const detail = { group: wanted.name, ...(renamed ? { before: before.name } : {}) };
      await this.parts.audit.record({ action: 'group.update', actor, address: actor.address, detail }, trx);
      return existing(await groups.find(id));
    });
    this.parts.changes.poke();
    return group;
  }

  /**
   * With its grants; consoles that lived by them end.
   * @throws PortalError `group_not_found`
   */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.parts.groups.transaction(async (groups, trx) => {
      const { name } = existing(await groups.findForUpdate(id));
      await groups.remove(id);
      await this.parts.changes.record(trx, { kind: 'access', subject: EVERYBODY, reason: 'group removed' });
      await this.parts.audit.record({ action: 'group.remove', actor, address: actor.address, detail: { group: name } }, trx);
    });
    this.parts.changes.poke();
  }

  /** @throws PortalError `group_not_found` */
  async members(id: string): Promise<Member[]> {
    await this.get(id);
    return this.parts.groups.members(id);
  }

  /** @throws PortalError `group_not_found`, `user_not_found` */
  async join(id: string, userId: string, actor: Actor): Promise<void> {
    await this.parts.groups.transaction(async (groups, trx) => {
      const { name } = existing(await groups.findForUpdate(id));
      const user = await groups.userName(userId);
      const added = user === null ? null : await groups.join(id, userId, this.now());
      if (user === null || added === null) throw new PortalError('user_not_found');
      if (added) await this.parts.audit.record({ action: 'group.join', actor, address: actor.address, detail: { group: name, user } }, trx);
    });
  }

  /**
   * Who is in it by the word of where they sign in stays in it; only there can that be changed.
   * @throws PortalError `group_not_found`, `user_not_found`
   */
  async leave(id: string, userId: string, actor: Actor): Promise<void> {
    await this.parts.groups.transaction(async (groups, trx) => {
      const { name } = existing(await groups.findForUpdate(id));
      const user = await groups.userName(userId);
      if (user === null) throw new PortalError('user_not_found');
      if (!(await groups.leave(id, userId))) return;
      await this.parts.changes.record(trx, { kind: 'access', subject: userId, reason: 'left a group' });
      await this.parts.audit.record({ action: 'group.leave', actor, address: actor.address, detail: { group: name, user } }, trx);
    });
    this.parts.changes.poke();
  }
}

function existing(group: Group | null): Group {
  if (!group) throw new PortalError('group_not_found');
  return group;
}

function taken(): PortalError {
  return new PortalError('group_exists', { fields: { name: text('fields.nameTaken') } });
}
