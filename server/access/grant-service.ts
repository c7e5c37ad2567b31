/** The rules about grants. Whoever changes one is an administrator: handlers and the command line have seen to that. */

import { text, type Text } from '../../messages/text';
import type { AuditService } from '../audit/audit-service';
import type { Actor } from '../auth/identity';
import type { z } from 'zod';
import { grantCreateSchema, grantPatchSchema, type Grant, type GrantCreateInput } from '../contract/access';
import type { AuditAction, AuditDetail } from '../contract/audit';
import { PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import type { Page } from '../contract/page';
import type { Changes } from '../db/changes';
import type { GrantQuery, GrantRepository } from './grant-repository';
import { EVERYBODY } from './everybody';
import { hoursText } from './hours-text';

type Executor = Parameters<Changes['record']>[0];

export class GrantService {
  private readonly now: () => number;

  constructor(private readonly parts: { grants: GrantRepository; changes: Changes; audit: AuditService; now?: () => number }) {
    this.now = parts.now ?? Date.now;
  }

  list(query: GrantQuery): Promise<Page<Grant>> {
    return this.parts.grants.list(query);
  }

  /** @throws PortalError `grant_not_found` */
  async get(id: string): Promise<Grant> {
    return existing(await this.parts.grants.find(id));
  }

  /**
   * It may say what another one says already, for another reason or another time.
   * @throws PortalError `invalid`
   */
  async create(input: GrantCreateInput, actor: Actor): Promise<Grant> {
    const grant = parseInput(grantCreateSchema, input);
    if (grant.endsAt !== null && grant.endsAt <= this.now()) throw wrong({ endsAt: text('fields.endsInPast') });
    return this.parts.grants.transaction(async (grants, trx) => {
      const { subject, target } = grant;
      const missing: Record<string, Text> = {};
      if (subject.kind === 'user' && !(await grants.exists('users', subject.id))) missing['subject.id'] = text('fields.unknownUser');
      if (subject.kind === 'group' && !(await grants.exists('groups', subject.id))) missing['subject.id'] = text('fields.unknownGroup');
      if (target.kind === 'host' && !(await grants.exists('hosts', target.id))) missing['target.id'] = text('fields.unknownHost');
      if (Object.keys(missing).length > 0) throw wrong(missing);
      const created = await grants.insert({ ...grant, createdAt: this.now(), createdBy: actor.name });
      // Removed at this very moment.
      if (!created) throw wrong({ 'subject.id': text(subject.kind === 'user' ? 'fields.unknownUser' : 'fields.unknownGroup') });
      await this.record('grant.create', created, actor, trx);
      return created;
    });
  }

  /**
   * Consoles that it no longer allows end.
   * @throws PortalError `invalid`, `grant_not_found`
   */
  async update(id: string, input: z.input<typeof grantPatchSchema>, actor: Actor): Promise<Grant> {
    const { access, endsAt, hours, note } = parseInput(grantPatchSchema, input);
    const grant = await this.parts.grants.transaction(async (grants, trx) => {
      const before = existing(await grants.findForUpdate(id));
      await grants.update(id, {
        ...(access === undefined ? {} : { access }),
        ...(endsAt === undefined ? {} : { endsAt }),
        ...(hours === undefined ? {} : { hours }),
        ...(note === undefined ? {} : { note }),
      });
      const after = existing(await grants.find(id));
      if (JSON.stringify(after) === JSON.stringify(before)) return after;
      await this.announce(after, 'changed', trx);
      await this.record('grant.update', after, actor, trx);
      return after;
    });
    this.parts.changes.poke();
    return grant;
  }

  /**
   * Consoles that lived by it end.
   * @throws PortalError `grant_not_found`
   */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.parts.grants.transaction(async (grants, trx) => {
      const grant = existing(await grants.findForUpdate(id));
      await grants.remove(id);
      await this.announce(grant, 'removed', trx);
      await this.record('grant.remove', grant, actor, trx);
    });
    this.parts.changes.poke();
  }

  private announce({ subject }: Grant, what: string, trx: Executor): Promise<void> {
    const who = subject.kind === 'user' ? subject.id : EVERYBODY;
    return this.parts.changes.record(trx, { kind: 'access', subject: who, reason: `grant ${what}` });
  }

  private record(action: AuditAction, grant: Grant, actor: Actor, trx: Executor): Promise<void> {
    const hostId = grant.target.kind === 'host' ? grant.target.id : undefined;
    return this.parts.audit.record({ action, actor, address: actor.address, hostId, detail: detailOf(grant) }, trx);
  }
}

/** With the names of that day: they may be others when somebody reads it. */
function detailOf({ id, subject, target, access, endsAt, hours, note }: Grant): AuditDetail {
  return {
    grant: id,
    [subject.kind]: subject.name,
    ...(target.kind === 'tag' ? { tag: target.tag } : target.kind === 'all' ? { all: true } : {}),
    access,
    ...(endsAt === null ? {} : { until: endsAt }),
    ...(hours === null ? {} : { hours: hoursText(hours) }),
    ...(note === '' ? {} : { note }),
  };
}

function existing(grant: Grant | null): Grant {
  if (!grant) throw new PortalError('grant_not_found');
  return grant;
}

function wrong(fields: Record<string, Text>): PortalError {
  const [first] = Object.values(fields);
  return new PortalError('invalid', { fields, ...(first ? { message: first } : {}) });
}
