/** The services of the data layer on a database of the test's choice, at a time of the test's choice. */

import type { Text } from '../../messages/text';
import { Access } from '../../server/access/access';
import { GrantRepository } from '../../server/access/grant-repository';
import { GrantService } from '../../server/access/grant-service';
import { RightsRepository } from '../../server/access/rights-repository';
import { AuditRepository } from '../../server/audit/audit-repository';
import { AuditService } from '../../server/audit/audit-service';
import { Outbox } from '../../server/audit/outbox';
import { OutboxRepository } from '../../server/audit/outbox-repository';
import type { Actor, Identity } from '../../server/auth/identity';
import { FailureRepository } from '../../server/auth/failure-repository';
import { Passwords } from '../../server/auth/passwords';
import { SetupService } from '../../server/auth/setup';
import { SetupRepository } from '../../server/auth/setup-repository';
import { Throttle } from '../../server/auth/throttle';
import { composeAccounts } from '../../server/compose-accounts';
import type { AuditAction, AuditRow } from '../../server/contract/audit';
import type { User } from '../../server/contract/people';
import { fullScope } from '../../server/contract/token-scope';
import { Changes, type Change } from '../../server/db/changes';
import type { Database } from '../../server/db/database';
import { HostRepository } from '../../server/hosts/host-repository';
import { HostService } from '../../server/hosts/host-service';
import { Sealer } from '../../server/hosts/sealed';
import { GroupRepository } from '../../server/people/group-repository';
import { GroupService } from '../../server/people/group-service';
import { SettingsRepository } from '../../server/people/settings-repository';
import { SettingsService } from '../../server/people/settings-service';
import { SessionRepository } from '../../server/sessions/session-repository';
import { silent, testSecret } from './databases';

export const START = Date.UTC(2026, 0, 5, 9);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const PASSWORD = 'correct horse battery';
export const root: Actor = { id: 'root', name: 'root', address: '192.0.2.9' };

export class Clock {
  time = START;
  readonly now = (): number => this.time;
  pass(ms: number): void {
    this.time += ms;
  }
}

/** Real argon2id, at the least cost: what it costs is not what these tests are about. */
export const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 };

interface Options {
  secret?: Buffer;
  basePath?: string;
  /** Who has to have a second factor. */
  rule?: 'none' | 'admin' | 'all';
  ownPasswords?: boolean;
}

export function buildServices(db: Database, { secret = testSecret, basePath = '', rule = 'none', ownPasswords = true }: Options = {}) {
  const clock = new Clock();
  const { now } = clock;
  const changes = new Changes({ db, log: silent, now });
  const sessions = new SessionRepository({ db, now });
  const auditRows = new AuditRepository({ db, secret, log: silent });
  const late = new OutboxRepository({ db, chain: auditRows.chain, endConsole: (id, end, trx) => sessions.end(id, end, trx) });
  const outbox = new Outbox({ write: (entries, doubtful) => late.write(entries, doubtful), log: silent });
  const audit = new AuditService({ repository: auditRows, outbox, now });
  const access = new Access({ rights: new RightsRepository(db), now });
  const grants = new GrantService({ grants: new GrantRepository(db), changes, audit, now });
  const groups = new GroupService({ groups: new GroupRepository(db), changes, audit, now });
  const passwords = new Passwords(cheap);
  const throttle = new Throttle({ failures: new FailureRepository(db), secret, now });
  const accounts = composeAccounts({ db, secret, changes, audit, passwords, throttle, rule, ownPasswords, log: silent, now });
  const { users, refused: refusedProofs } = accounts;
  const newSetup = () =>
    new SetupService({ setups: new SetupRepository(db), secret, users, passwords, throttle, audit, refused: refusedProofs, now });
  const refused = new Map<string, Text>();
  const sealer = new Sealer(secret);
  const hosts = new HostService({
    hosts: new HostRepository(db),
    access,
    changes,
    audit,
    sealer,
    allowed: (target) => refused.get(target) ?? null,
    now,
  });
  const settings = new SettingsService({ settings: new SettingsRepository(db), hosts, access, now });
  return {
    ...accounts,
    ...{
      db,
      clock,
      changes,
      audit,
      access,
      grants,
      groups,
      passwords,
      throttle,
      refusedProofs,
      settings,
      newSetup,
      hosts,
      sealer,
      sessions,
      secret,
      basePath,
    },
    /** Targets that the portal may not connect to, and why. */
    refused,
    /** The audit rows of an action, the newest first. */
    async audited(action: AuditAction): Promise<AuditRow[]> {
      return (await audit.list({ action: [action], limit: 500 })).items;
    },
    /** What was announced since the given change. */
    async changesSince(id = 0): Promise<Pick<Change, 'kind' | 'subject' | 'reason'>[]> {
      const rows = await db.selectFrom('changes').select(['kind', 'subject', 'reason']).where('id', '>', id).orderBy('id').execute();
      return rows as Change[];
    },
    async lastChange(): Promise<number> {
      const row = await db.selectFrom('changes').select('id').orderBy('id', 'desc').executeTakeFirst();
      return row?.id ?? 0;
    },
  };
}
export type Services = ReturnType<typeof buildServices>;

export function identityOf(
  user: Pick<User, 'id' | 'name' | 'displayName' | 'role'>,
  login = 'login-1',
  locale: Identity['user']['locale'] = null,
): Identity {
  const { id, name, displayName, role } = user;
  return {
    user: { id, name, displayName, role, locale },
    via: {
      kind: 'login',
      id: login,
      expiresAt: START + 12 * HOUR,
      provider: 'password',
      factorAt: null,
      provedAt: START,
      scope: fullScope,
    },
  };
}
