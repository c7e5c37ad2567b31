/** Builds every service, in the order in which they need each other, and disposes of them in the reverse one. */

import { AuditForwarding } from './audit/forwarding/forwarding';
import { ForwardingRepository } from './audit/forwarding/forwarding-repository';
import { LeaseRepository } from './audit/lease-repository';
import { OutboxFile } from './audit/outbox-file';
import { AuditRetention } from './audit/retention';
import { Authenticator } from './auth/authenticator';
import { cookiePath, signInCookieNames } from './auth/cookies';
import type { ExternalAccounts } from './auth/external-accounts';
import { ExternalSignIn } from './auth/external-sign-in';
import { LdapDirectory } from './auth/ldap-directory';
import { LogoutTokenRepository } from './auth/logout-token-repository';
import { malformedGroups } from './auth/group-keys';
import { BackchannelLogout } from './auth/oidc-logout';
import { authoritiesOf } from './auth/oidc-providers';
import { nextAuthOptions } from './auth/options';
import { ProviderAttempts } from './auth/provider-attempts';
import { signInOptions } from './auth/sign-in-options';
import { composeConsoles } from './compose-consoles';
import { composeServices, type Services } from './compose-services';
import type { Config } from './config';
import { ping } from './db/database';
import { ConsoleRoom } from './gateway/console-room';
import { Gateway } from './gateway/gateway';
import { RefusalAudit } from './gateway/refusal-audit';
import { TargetOrder } from './gateway/target-order';
import { targetAgents } from './gateway/target-sockets';
import { Handshaker } from './gateway/tunnel/handshake';
import { HostDirectory } from './hosts/host-directory';
import { HostVisits } from './hosts/host-visits';
import { loginMarks } from './hosts/login-marks';
import { HostStatusBoard } from './hosts/status-board';
import { HostTester } from './hosts/test-host';
import type { Logger } from './log';
import { NodeRepository } from './nodes/node-repository';
import { Nodes } from './nodes/nodes';
import type { Portal } from './portal';
import { RightsWatch } from './sessions/rights-watch';
import { SuspensionGuard } from './sessions/suspension-guard';

/** What browsers sign in by. */
function composeSignIn(config: Config, { db, logins, tokens, signIn, external: accounts, refused }: Services, log: Logger) {
  const { secret, basePath, oidcProviders: providers } = config;
  const external = new ExternalSignIn({ settings: config, accounts, signIn, refused, log });
  const logoutTokens = new LogoutTokenRepository(db);
  return {
    external,
    authenticator: new Authenticator({ logins, tokens, secret, basePath }),
    providerAttempts: new ProviderAttempts(secret, basePath),
    authOptions: nextAuthOptions({ signIn, external, providers, logins, secret, basePath, log }),
    backchannelLogout: new BackchannelLogout({ providers, ca: authoritiesOf(providers), tokens: logoutTokens, logins, log }),
    signInOptions: () => signInOptions(config),
    ticketCookie: (secure: boolean) => ({ name: signInCookieNames(secure, basePath).ticket, path: cookiePath(basePath) }),
  };
}

/** A name of a group that can match nobody keeps people out, or from being administrators, without a word. */
function warnOfGroups({ ldap, proxy, oidcProviders }: Config, log: Logger): void {
  const places = [
    ...oidcProviders.map((provider) => ({ prefix: `OIDC_${provider.id.toUpperCase().replaceAll('-', '_')}`, ...provider })),
    ...(ldap ? [{ prefix: 'LDAP', ...ldap }] : []),
    ...(proxy ? [{ prefix: 'PROXY', adminGroups: proxy.adminGroups, allowedGroups: null }] : []),
  ];
  const warn = (variable: string, groups: readonly string[] | null) => {
    const malformed = malformedGroups(groups);
    if (malformed.length > 0)
      log.warn({ variable, groups: malformed }, 'a name of a group is not a well-formed distinguished name, and matches nobody');
  };
  for (const { prefix, adminGroups, allowedGroups } of places) {
    warn(`${prefix}_ADMIN_GROUPS`, adminGroups);
    warn(`${prefix}_ALLOWED_GROUPS`, allowedGroups);
  }
}

/** Everything: the services, and the gateway with what it watches over. */
export async function composePortal(config: Config, log: Logger) {
  const { ldap } = config;
  const directory = ldap ? (accounts: ExternalAccounts) => new LdapDirectory({ settings: ldap, accounts, log }) : undefined;
  const services = await composeServices(config, log, directory, config.node);
  const ways = composeSignIn(config, services, log);
  warnOfGroups(config, log);
  const { db, changes, audit, auditChain, auditMark, auditLate, auditOutbox, access, hosts } = services;
  const { authenticator } = ways;

  await auditChain.compareWithMark();
  const kept = new OutboxFile({ dataDir: config.dataDir, secret: config.secret, log });
  // Before all else that is known of the last run's consoles: how they really ended counts.
  const late = await kept.restore((entries, doubtful) => auditLate.write(entries, doubtful));
  if (late > 0) log.info({ rows: late }, 'what an earlier run could not write into the audit is written');
  const keep = () => kept.save(auditOutbox.take());
  // However the process comes to its end.
  process.once('exit', keep);

  const rights = new RightsWatch({ access, log });
  const live = composeConsoles(config, log, services, (changed) => rights.look(changed));
  const { sessions, consoles, attempts, presence, sessionLog, breaker, attemptWritten } = live;
  const gate = new SuspensionGuard({
    catchUp: () => changes.catchUp(),
    rereadAll: () => rights.lookNow(consoles.all()),
    releaseAll: () => {
      for (const session of consoles.all()) session.releaseHeld();
    },
    log,
  });
  const { node: id, worker, shared } = config;
  const nodes = new Nodes({ id, worker: worker ?? 1, shared, nodes: new NodeRepository(db), consoles, places: live.places, audit, log });
  await nodes.start();

  const agents = targetAgents(config.targetRules);
  const board = new HostStatusBoard({ sources: { hosts: () => hosts.all(), lastConsoles: (ids) => sessions.lastEnded(ids) }, agents, log });
  const visits = new HostVisits({ write: (opened) => hosts.markOpened(opened), log });
  const refusalAudit = new RefusalAudit({ audit, authenticator, attempts, attemptWritten, log });
  const gateway = new Gateway({
    config,
    log,
    authenticator,
    access,
    hosts,
    visits,
    consoles,
    attempts,
    sessionLog,
    refusalAudit,
    dialler: { handshaker: new Handshaker(agents), order: new TargetOrder(), breaker, rules: config.targetRules },
    room: new ConsoleRoom({ log, hosts, consoles, attempts, audit, sessionLog, breaker, gate }),
  });

  await changes.start();
  gate.start();
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
    hosts: new HostDirectory({
      hosts,
      board,
      presence,
      tester: new HostTester({ targetRules: config.targetRules, breaker, marks: loginMarks(config) }),
    }),
    sessions: live.service,
    nodes,
  };
  return {
    portal,
    gateway,
    consoles,
    pingDatabase: () => ping(db),
    /** The same for writes, which a full disk refuses while reads go on. */
    writeDatabase: () => nodes.tellNow(),
    /** @param until how long a database that is away is waited for, ms, monotonic */
    async dispose(until: number): Promise<void> {
      refusalAudit.stop();
      await auditOutbox.stop(until);
      keep();
      board.stop();
      gate.stop();
      await changes.stop();
      await rights.stop();
      await auditRetention.stop();
      await auditForwarding.stop();
      await visits.stop();
      await live.dispose();
      await nodes.stop();
      await auditMark.stop();
      await db.destroy();
    },
  };
}
