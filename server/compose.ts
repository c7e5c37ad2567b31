/** Builds every service, in the order in which they need each other, and disposes of them in the reverse one. */

import { join } from 'node:path';
import { Access } from './access/access';
import { GrantRepository } from './access/grant-repository';
import { GrantService } from './access/grant-service';
import { RightsRepository } from './access/rights-repository';
import { AuditRepository } from './audit/audit-repository';
import { AuditService } from './audit/audit-service';
import { AuditForwarding } from './audit/forwarding/forwarding';
import { ForwardingRepository } from './audit/forwarding/forwarding-repository';
import { LeaseRepository } from './audit/lease-repository';
import { AuditRetention } from './audit/retention';
import { Authenticator } from './auth/authenticator';
import { cookiePath, signInCookieNames } from './auth/cookies';
import { ExternalSignIn } from './auth/external-sign-in';
import { LogoutTokenRepository } from './auth/logout-token-repository';
import { BackchannelLogout } from './auth/oidc-logout';
import { authoritiesOf } from './auth/oidc-providers';
import { nextAuthOptions } from './auth/options';
import { signInOptions } from './auth/sign-in-options';
import { Passwords } from './auth/passwords';
import { Throttle } from './auth/throttle';
import { TokenRepository } from './auth/token-repository';
import { TokenService } from './auth/token-service';
import { composeAccounts } from './compose-accounts';
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
import { GroupRepository } from './people/group-repository';
import { GroupService } from './people/group-service';
import { SettingsRepository } from './people/settings-repository';
import { SettingsService } from './people/settings-service';
import type { Portal } from './portal';
import { Attempts } from './sessions/attempts';
import { LiveConsoles } from './sessions/live-consoles';
import { RightsWatch } from './sessions/rights-watch';
import { SessionLog } from './sessions/session-log';
import { SessionRepository } from './sessions/session-repository';
import { SessionService } from './sessions/session-service';

/** The services that do without the gateway: all that the command line needs. */
export async function composeServices(config: Config, log: Logger) {
  const { secret, basePath, targetRules } = config;
  const db = await openDatabase({ dataDir: config.dataDir, databaseUrl: config.databaseUrl, secret, log });
  const changes = new Changes({ db, log });
  const auditRows = new AuditRepository({ db, secret, log });
  const audit = new AuditService({ repository: auditRows });
  const access = new Access({ rights: new RightsRepository(db) });
  const grants = new GrantService({ grants: new GrantRepository(db), changes, audit });
  const groups = new GroupService({ groups: new GroupRepository(db), changes, audit });
  const passwords = new Passwords();
  const throttle = new Throttle();
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
    ldap: config.ldap,
  });
  const { logins, signIn } = accounts;
  const tokens = new TokenService({ tokens: new TokenRepository(db), changes, audit });
  const hosts = new HostService({
    hosts: new HostRepository(db),
    access,
    changes,
    audit,
    sealer: new Sealer(secret),
    allowed: (target) => whyNotAllowed(target, targetRules),
  });
  const settings = new SettingsService({ settings: new SettingsRepository(db), hosts, access });
  const authenticator = new Authenticator({ logins, tokens, secret, basePath });
  const ticketCookie = (secure: boolean) => ({ name: signInCookieNames(secure, basePath).ticket, path: cookiePath(basePath) });
  const { oidcProviders: providers } = config;
  const external = new ExternalSignIn({ settings: config, accounts: accounts.external, signIn });
  const authOptions = nextAuthOptions({ signIn, external, providers, logins, secret, basePath, log });
  const logoutTokens = new LogoutTokenRepository(db);
  const backchannelLogout = new BackchannelLogout({ providers, ca: authoritiesOf(providers), tokens: logoutTokens, logins, log });
  return {
    ...accounts,
    db,
    changes,
    audit,
    auditChain: auditRows.chain,
    access,
    grants,
    groups,
    tokens,
    settings,
    hosts,
    authenticator,
    authOptions,
    ticketCookie,
    backchannelLogout,
    signInOptions: () => signInOptions(config),
  };
}

/** Shared with the command line. */
export function loginMarks({ dataDir }: Pick<Config, 'dataDir'>): LoginMarks {
  return new LoginMarks(join(dataDir, 'login-marks.json'));
}

/** Everything: the services, and the gateway with what it watches over. */
export async function composePortal(config: Config, log: Logger) {
  const services = await composeServices(config, log);
  const { db, changes, audit, auditChain, access, hosts, authenticator } = services;

  const sessions = new SessionRepository({ db });
  const unfinished = await sessions.closeStale(config.node);
  if (unfinished > 0) log.warn({ consoles: unfinished }, 'consoles of the last run were never closed: it did not stop cleanly');

  const rights = new RightsWatch({ access, log });
  const consoles = new LiveConsoles(config, (changed) => rights.look(changed));
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

  const leases = new LeaseRepository(db, config.node);
  const auditForwarding = new AuditForwarding({
    settings: config,
    chain: auditChain,
    progress: new ForwardingRepository(db),
    leases,
    log,
  });
  const auditRetention = new AuditRetention({
    days: config.auditRetentionDays,
    audit,
    chain: auditChain,
    leases,
    forwarded: () => auditForwarding.arrivedEverywhere(),
    log,
  });
  auditForwarding.start();
  auditRetention.start();

  const portal: Portal = {
    ...services,
    auditForwarding,
    config,
    log,
    attempts,
    hosts: new HostDirectory({
      hosts,
      board,
      consoles,
      tester: new HostTester({ targetRules: config.targetRules, breaker, marks: loginMarks(config) }),
    }),
    sessions: new SessionService({ consoles, attempts, banners, sessions, changes, audit, node: config.node }),
  };
  return {
    portal,
    gateway,
    consoles,
    pingDatabase: () => ping(db),
    async dispose(): Promise<void> {
      board.stop();
      await changes.stop();
      await rights.stop();
      await auditRetention.stop();
      await auditForwarding.stop();
      await db.destroy();
    },
  };
}
