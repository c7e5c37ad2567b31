/** Builds every service, in the order in which they need each other, and disposes of them in the reverse one. */

import { join } from 'node:path';
import { Access } from './access/access';
import { AuditRepository } from './audit/audit-repository';
import { AuditService } from './audit/audit-service';
import { Authenticator } from './auth/authenticator';
import { LoginRepository } from './auth/login-repository';
import { LoginService } from './auth/login-service';
import { nextAuthOptions } from './auth/options';
import { Passwords } from './auth/passwords';
import { SetupService } from './auth/setup';
import { SignIn } from './auth/sign-in';
import { Throttle } from './auth/throttle';
import { TokenRepository } from './auth/token-repository';
import { TokenService } from './auth/token-service';
import type { Config } from './config';
import { Changes } from './db/changes';
import { openDatabase, ping } from './db/database';
import { WriteBatch } from './db/write-batch';
import { ConsoleRoom } from './gateway/console-room';
import { Gateway } from './gateway/gateway';
import { RefusalAudit } from './gateway/refusal-audit';
import { LoginBreaker } from './gateway/relay/login-breaker';
import { TargetOrder } from './gateway/target-order';
import { targetAgents } from './gateway/target-sockets';
import { Handshaker } from './gateway/tunnel/handshake';
import { whyNotAllowed } from './hosts/allowed-targets';
import { HostBanners } from './hosts/host-banners';
import { HostDirectory } from './hosts/host-directory';
import { HostRepository } from './hosts/host-repository';
import { HostService } from './hosts/host-service';
import { Sealer } from './hosts/sealed';
import { LoginMarks } from './hosts/login-marks';
import { HostStatusBoard } from './hosts/status-board';
import { HostTester } from './hosts/test-host';
import type { Logger } from './log';
import { PeopleService } from './people/people-service';
import { SettingsRepository } from './people/settings-repository';
import { SettingsService } from './people/settings-service';
import { UserRepository } from './people/user-repository';
import type { Portal } from './portal';
import { Attempts } from './sessions/attempts';
import { LiveConsoles } from './sessions/live-consoles';
import { SessionLog } from './sessions/session-log';
import { SessionRepository } from './sessions/session-repository';
import { SessionService } from './sessions/session-service';

/** The services that do without the gateway: all that the command line needs. */
export async function composeServices(config: Config, log: Logger) {
  const { secret, basePath, targetRules } = config;
  const db = await openDatabase({ dataDir: config.dataDir, databaseUrl: config.databaseUrl, log });
  const changes = new Changes({ db, log });
  const audit = new AuditService({ repository: new AuditRepository(db) });
  const access = new Access();
  const passwords = new Passwords();
  const throttle = new Throttle();
  const users = new UserRepository(db);
  const logins = new LoginService({ logins: new LoginRepository(db), changes, audit });
  const tokens = new TokenService({ tokens: new TokenRepository(db), changes, audit });
  const people = new PeopleService({ users, logins, passwords, throttle, changes, audit });
  const hosts = new HostService({
    hosts: new HostRepository(db),
    access,
    changes,
    audit,
    sealer: new Sealer(secret),
    allowed: (target) => whyNotAllowed(target, targetRules),
  });
  const settings = new SettingsService({ settings: new SettingsRepository(db), hosts, access });
  const setup = new SetupService({ users, passwords, audit });
  const authenticator = new Authenticator({ logins, tokens, secret, basePath });
  const signIn = new SignIn({ users, logins, passwords, throttle, audit });
  const authOptions = nextAuthOptions({ signIn, logins, secret, basePath, log });
  return { db, changes, audit, access, logins, tokens, people, settings, hosts, setup, authenticator, authOptions };
}

/** Shared with the command line. */
export function loginMarks({ dataDir }: Pick<Config, 'dataDir'>): LoginMarks {
  return new LoginMarks(join(dataDir, 'login-marks.json'));
}

/** Everything: the services, and the gateway with what it watches over. */
export async function composePortal(config: Config, log: Logger) {
  const services = await composeServices(config, log);
  const { db, changes, audit, access, hosts, authenticator } = services;

  const sessions = new SessionRepository({ db });
  const unfinished = await sessions.closeStale(config.node);
  if (unfinished > 0) log.warn({ consoles: unfinished }, 'consoles of the last run were never closed: it did not stop cleanly');

  const consoles = new LiveConsoles(config);
  const attempts = new Attempts();
  const banners = new HostBanners((id) => hosts.find(id));
  const agents = targetAgents(config.targetRules);
  const board = new HostStatusBoard({ sources: { hosts: () => hosts.all(), lastConsoles: (ids) => sessions.lastEnded(ids) }, agents, log });
  const breaker = new LoginBreaker();
  const sessionLog = new SessionLog({ sessions, audit, writes: new WriteBatch(db), node: config.node });
  const gateway = new Gateway({
    config,
    log,
    authenticator,
    access,
    hosts,
    consoles,
    attempts,
    sessionLog,
    refusalAudit: new RefusalAudit({ audit, authenticator, attempts, log }),
    dialler: { handshaker: new Handshaker(agents), order: new TargetOrder(), breaker, rules: config.targetRules },
    room: new ConsoleRoom({ log, hosts, consoles, attempts, audit, sessionLog, breaker }),
  });

  changes.subscribe((change) => {
    // Whoever changed the host may have put right what its server refused.
    if (change.kind === 'host') breaker.forget(change.subject);
  });
  changes.subscribe((change) => banners.apply(change));
  changes.subscribe((change) => consoles.apply(change));
  await changes.start();
  board.start();

  const portal: Portal = {
    ...services,
    config,
    log,
    attempts,
    hosts: new HostDirectory({
      hosts,
      board,
      consoles,
      tester: new HostTester({ targetRules: config.targetRules, breaker, marks: loginMarks(config) }),
    }),
    sessions: new SessionService({ consoles, attempts, banners, changes }),
  };
  return {
    portal,
    gateway,
    consoles,
    pingDatabase: () => ping(db),
    async dispose(): Promise<void> {
      board.stop();
      await changes.stop();
      await db.destroy();
    },
  };
}
