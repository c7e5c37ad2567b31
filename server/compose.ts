/** Builds every service, in the order in which they need each other, and disposes of them in the reverse one. */

import { AuditForwarding } from './audit/forwarding/forwarding';
import { ForwardingRepository } from './audit/forwarding/forwarding-repository';
import { LeaseRepository } from './audit/lease-repository';
import { AuditRetention } from './audit/retention';
import { Authenticator } from './auth/authenticator';
import { cookiePath, signInCookieNames } from './auth/cookies';
import type { ExternalAccounts } from './auth/external-accounts';
import { ExternalSignIn } from './auth/external-sign-in';
import { LdapDirectory } from './auth/ldap-directory';
import { LogoutTokenRepository } from './auth/logout-token-repository';
import { BackchannelLogout } from './auth/oidc-logout';
import { authoritiesOf } from './auth/oidc-providers';
import { nextAuthOptions } from './auth/options';
import { signInOptions } from './auth/sign-in-options';
import { composeServices, type Services } from './compose-services';
import type { Config } from './config';
import { ping } from './db/database';
import { WriteBatch } from './db/write-batch';
import { ConsoleRoom } from './gateway/console-room';
import { Gateway } from './gateway/gateway';
import { RefusalAudit } from './gateway/refusal-audit';
import { LoginBreaker } from './gateway/relay/login-breaker';
import { TargetOrder } from './gateway/target-order';
import { targetAgents } from './gateway/target-sockets';
import { Handshaker } from './gateway/tunnel/handshake';
import { HostBanners } from './hosts/host-banners';
import { HostDirectory } from './hosts/host-directory';
import { loginMarks } from './hosts/login-marks';
import { HostStatusBoard } from './hosts/status-board';
import { HostTester } from './hosts/test-host';
import type { Logger } from './log';
import type { Portal } from './portal';
import { Attempts } from './sessions/attempts';
import { LiveConsoles } from './sessions/live-consoles';
import { RightsWatch } from './sessions/rights-watch';
import { SessionLog } from './sessions/session-log';
import { SessionRepository } from './sessions/session-repository';
import { SessionService } from './sessions/session-service';

/** What browsers sign in by. */
function composeSignIn(config: Config, { db, logins, tokens, signIn, external: accounts }: Services, log: Logger) {
  const { secret, basePath, oidcProviders: providers } = config;
  const external = new ExternalSignIn({ settings: config, accounts, signIn });
  const logoutTokens = new LogoutTokenRepository(db);
  return {
    authenticator: new Authenticator({ logins, tokens, secret, basePath }),
    authOptions: nextAuthOptions({ signIn, external, providers, logins, secret, basePath, log }),
    backchannelLogout: new BackchannelLogout({ providers, ca: authoritiesOf(providers), tokens: logoutTokens, logins, log }),
    signInOptions: () => signInOptions(config),
    ticketCookie: (secure: boolean) => ({ name: signInCookieNames(secure, basePath).ticket, path: cookiePath(basePath) }),
  };
}

/** Everything: the services, and the gateway with what it watches over. */
export async function composePortal(config: Config, log: Logger) {
  const { ldap } = config;
  const directory = ldap ? (accounts: ExternalAccounts) => new LdapDirectory({ settings: ldap, accounts, log }) : undefined;
  const services = await composeServices(config, log, directory);
  const ways = composeSignIn(config, services, log);
  const { db, changes, audit, auditChain, access, hosts } = services;
  const { authenticator } = ways;

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
  const writes = new WriteBatch(db);
  const sessionLog = new SessionLog({ sessions, audit, writes, node: config.node });
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
    ...ways,
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
      // The ends of the last consoles.
      await writes.idle();
      await db.destroy();
    },
  };
}
