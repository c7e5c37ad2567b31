/** The services of the data layer on a database of the test's choice, at a time of the test's choice. */

import type { Text } from '../../messages/text';
import { Access } from '../../server/access/access';
import { AuditRepository } from '../../server/audit/audit-repository';
import { AuditService } from '../../server/audit/audit-service';
import type { Actor, Identity } from '../../server/auth/identity';
import { LoginRepository } from '../../server/auth/login-repository';
import { LoginService } from '../../server/auth/login-service';
import { Passwords } from '../../server/auth/passwords';
import { SetupService } from '../../server/auth/setup';
import { SignIn } from '../../server/auth/sign-in';
import { Throttle } from '../../server/auth/throttle';
import { TokenRepository } from '../../server/auth/token-repository';
import { TokenService } from '../../server/auth/token-service';
import type { AuditAction, AuditRow } from '../../server/contract/audit';
import type { User } from '../../server/contract/people';
import { Changes, type Change } from '../../server/db/changes';
import type { Database } from '../../server/db/database';
import { HostRepository } from '../../server/hosts/host-repository';
import { HostService } from '../../server/hosts/host-service';
import { Sealer } from '../../server/hosts/sealed';
import { PeopleService } from '../../server/people/people-service';
import { SettingsRepository } from '../../server/people/settings-repository';
import { SettingsService } from '../../server/people/settings-service';
import { UserRepository } from '../../server/people/user-repository';
import { SessionRepository } from '../../server/sessions/session-repository';
import { silent } from './databases';

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

export function buildServices(db: Database, { secret = Buffer.from('a secret of the tests, 32 bytes+'), basePath = '' } = {}) {
  const clock = new Clock();
  const { now } = clock;
  const changes = new Changes({ db, log: silent, now });
  const audit = new AuditService({ repository: new AuditRepository(db), now });
  const access = new Access();
  const passwords = new Passwords(cheap);
  const throttle = new Throttle(now);
  const users = new UserRepository(db);
  const logins = new LoginService({ logins: new LoginRepository(db), changes, audit, now });
  const tokens = new TokenService({ tokens: new TokenRepository(db), changes, audit, now });
  const people = new PeopleService({ users, logins, passwords, throttle, changes, audit, now });
  const signIn = new SignIn({ users, logins, passwords, throttle, audit });
  const newSetup = () => new SetupService({ users, passwords, audit, now });
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
  const sessions = new SessionRepository({ db, now });
  return {
    ...{
      db,
      clock,
      changes,
      audit,
      access,
      passwords,
      throttle,
      users,
      logins,
      tokens,
      people,
      settings,
      signIn,
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
      return (await audit.list({ action, limit: 500 })).items;
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
  return { user: { id, name, displayName, role, locale }, via: { kind: 'login', id: login, expiresAt: START + 12 * HOUR } };
}
