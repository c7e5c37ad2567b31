/** The services that do without the gateway and without browsers: all that the command line needs, which starts for every command. */

import { Access } from './access/access';
import { GrantRepository } from './access/grant-repository';
import { GrantService } from './access/grant-service';
import { RightsRepository } from './access/rights-repository';
import { AuditRepository } from './audit/audit-repository';
import { COMMAND_LINE, HighWaterMark } from './audit/high-water-mark';
import { AuditService } from './audit/audit-service';
import { Outbox } from './audit/outbox';
import { OutboxRepository } from './audit/outbox-repository';
import { FailureRepository } from './auth/failure-repository';
import { Passwords } from './auth/passwords';
import { Throttle } from './auth/throttle';
import type { ExternalAccounts } from './auth/external-accounts';
import type { Directory } from './auth/sign-in';
import { composeAccounts } from './compose-accounts';
import type { Config } from './config';
import { ChangeSignal } from './db/change-signal';
import { Changes } from './db/changes';
import { openDatabase } from './db/database';
import { whyNotAllowed } from './hosts/allowed-targets';
import { HostRepository } from './hosts/host-repository';
import { HostService } from './hosts/host-service';
import { Sealer } from './hosts/sealed';
import type { Logger } from './log';
import { GroupRepository } from './people/group-repository';
import { GroupService } from './people/group-service';
import { SettingsRepository } from './people/settings-repository';
import { SettingsService } from './people/settings-service';
import { SessionRepository } from './sessions/session-repository';

export type Services = Awaited<ReturnType<typeof composeServices>>;

/**
 * @param directory whom names and passwords are asked of that are not the portal's own
 * @param writer names this process among those that write the audit in this DATA_DIR
 */
export async function composeServices(
  config: Config,
  log: Logger,
  directory?: (accounts: ExternalAccounts) => Directory,
  writer: string = COMMAND_LINE,
) {
  const { secret, targetRules } = config;
  const db = await openDatabase({ dataDir: config.dataDir, databaseUrl: config.databaseUrl, secret, log });
  const signal = config.databaseUrl === null ? null : new ChangeSignal({ databaseUrl: config.databaseUrl, db, log });
  const changes = new Changes({ db, log, signal });
  const auditMark = new HighWaterMark({ dataDir: config.dataDir, name: writer, secret, log });
  const auditRows = new AuditRepository({ db, secret, log, mark: auditMark });
  const sessions = new SessionRepository({ db });
  const late = new OutboxRepository({ db, chain: auditRows.chain, endConsole: (id, end, trx) => sessions.end(id, end, trx) });
  const outbox = new Outbox({ write: (entries, doubtful) => late.write(entries, doubtful), log });
  const audit = new AuditService({ repository: auditRows, outbox });
  const access = new Access({ rights: new RightsRepository(db) });
  const grants = new GrantService({ grants: new GrantRepository(db), changes, audit });
  const groups = new GroupService({ groups: new GroupRepository(db), changes, audit });
  const passwords = new Passwords();
  const throttle = new Throttle({ failures: new FailureRepository(db), secret });
  const accounts = composeAccounts({
    db,
    secret,
    changes,
    audit,
    passwords,
    throttle,
    log,
    rule: config.requireSecondFactor,
    ownPasswords: config.passwordSignIn,
    directory,
  });
  const hosts = new HostService({
    hosts: new HostRepository(db),
    access,
    changes,
    audit,
    sealer: new Sealer(secret),
    allowed: (target) => whyNotAllowed(target, targetRules),
  });
  const settings = new SettingsService({ settings: new SettingsRepository(db), hosts, access });
  return {
    ...accounts,
    db,
    changes,
    audit,
    auditChain: auditRows.chain,
    auditMark,
    auditLate: late,
    auditOutbox: outbox,
    access,
    grants,
    groups,
    settings,
    hosts,
  };
}
