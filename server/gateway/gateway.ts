/**
 * The corridor of a console:
 * upgrade → origin → authenticate → authorize → (audit opened) → dial → tunnel | relay → (audit closed).
 * Each step returns what the next one needs, or throws a Refusal, which is answered before 101.
 */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Access, HostAccess } from '../access/access';
import type { Authenticator } from '../auth/authenticator';
import { hasFreshFactor } from '../auth/fresh-factor';
import type { Identity } from '../auth/identity';
import type { Config } from '../config';
import { isPortalError } from '../contract/errors';
import type { Host } from '../contract/host';
import { negotiateLocale } from '../contract/locale';
import type { HostService } from '../hosts/host-service';
import type { StoredHost } from '../hosts/host-table';
import type { HostVisits } from '../hosts/host-visits';
import { clientInfo } from '../http/client-info';
import { endWith } from '../http/linger';
import type { Logger } from '../log';
import type { Attempts } from '../sessions/attempts';
import { LiveConsole, type LiveConsoles, type NoPlace } from '../sessions/live-consoles';
import type { SessionLog } from '../sessions/session-log';
import type { Admitted, ConsoleRoom } from './console-room';
import { refusalOf } from './dial-error';
import { dial, ensureEnforceable, hangUp, type Dialled, type Dialler } from './dial';
import { refusalForEnd } from './end-notes';
import { remembersFirst } from './host-trust';
import { ensureOrigin } from './origin';
import type { RefusalAudit } from './refusal-audit';
import { Refusal, refusalResponse } from './refusals';
import { readUpgrade, type UpgradeRequest } from './upgrade';
import { ClientLeft, WaitingClient } from './waiting-client';

export interface GatewayParts {
  config: Config;
  log: Logger;
  authenticator: Authenticator;
  access: Access;
  hosts: HostService;
  visits: HostVisits;
  consoles: LiveConsoles;
  sessionLog: SessionLog;
  refusalAudit: RefusalAudit;
  attempts: Attempts;
  dialler: Dialler;
  room: ConsoleRoom;
}

/** What is known of a request so far; a refusal is recorded with as much as there is. */
interface Passage {
  upgrade?: UpgradeRequest;
  identity?: Identity;
  console?: LiveConsole;
}

export class Gateway {
  private draining = false;

  constructor(private readonly parts: GatewayParts) {}

  /** Answers one upgrade request, from its headers to the end of its console. Never throws. */
  async handle(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    const client = new WaitingClient(socket, head);
    const passage: Passage = {};
    try {
      this.parts.room.open(await this.admit(request, client, passage));
    } catch (error) {
      // A dial that was given up for the client's sake fails in its own words.
      const why: unknown = client.signal.aborted && passage.console ? client.signal.reason : error;
      if (why instanceof ClientLeft) await this.forget(client, passage);
      else await this.refuse(why, request, client, passage);
    }
  }

  /** No new consoles from now on: 503. */
  drain(): void {
    this.draining = true;
  }

  private async admit(request: IncomingMessage, client: WaitingClient, passage: Passage): Promise<Admitted> {
    const { config, dialler, attempts, consoles, sessionLog } = this.parts;
    const since = consoles.now();
    const upgrade = (passage.upgrade = readUpgrade(request, config.basePath, clientInfo(request, config)));
    this.ensureNotDraining();
    ensureOrigin(upgrade);
    const identity = (passage.identity = await this.authenticate(upgrade));
    client.ensureThere();
    client.recognise();
    const { stored, access, until } = await this.authorize(identity, upgrade);
    const { host } = stored;
    client.ensureThere();
    ensureEnforceable(host);
    // Nothing is awaited from here to the register: whoever is not refused is in it, and is told to leave.
    this.ensureNotDraining();
    const console = (passage.console = this.reserve(identity, host, { access, until }, upgrade, since));
    // The slot is free as soon as the client has left, whatever is awaited then.
    const leave = () => {
      console.aborted.abort();
      consoles.release(console);
    };
    client.signal.addEventListener('abort', leave, { once: true });
    if (upgrade.attemptId) attempts.begin(upgrade.attemptId, identity.user.id, console.info.id);
    const full = await sessionLog.opened(console.info);
    if (full) throw noPlace(full);
    client.ensureThere();
    const who = { userId: identity.user.id, viewOnly: access === 'view' };
    const dialled = await dial(dialler, host, who, upgrade, console.aborted.signal);
    await this.knowHost(stored.host, dialled);
    return this.reached({ console, dialled, stored, upgrade }, client);
  }

  /** @throws ClientLeft, and lets go of a host that nobody wants any more */
  private reached(reached: Omit<Admitted, 'client' | 'head'>, client: WaitingClient): Admitted {
    const { dialler, visits } = this.parts;
    const { console, dialled, stored } = reached;
    const { id } = stored.host;
    try {
      const admitted = { ...reached, ...client.release() };
      visits.opened(console.info.userId, id);
      return admitted;
    } catch (error) {
      hangUp(dialled);
      if (dialled.way === 'relay') dialler.breaker.unfinished(id, console.info.userId);
      throw error;
    }
  }

  /**
   * In a tunnel nobody sees the login: what `wss://` showed first is remembered before a byte passes.
   * @throws Refusal `certificate_changed` when another console has seen something else at the same time
   */
  private async knowHost(host: Host, dialled: Dialled): Promise<void> {
    if (dialled.way !== 'tunnel' || !dialled.certificate || !remembersFirst(host.tls)) return;
    try {
      if (await this.parts.hosts.rememberPin(host, dialled.target, { pin: dialled.certificate.fingerprint })) return;
      throw new Refusal('certificate_changed', 'remembered meanwhile');
    } catch (error) {
      hangUp(dialled);
      throw error;
    }
  }

  private ensureNotDraining(): void {
    if (this.draining) throw new Refusal('draining');
  }

  private async authenticate({ cookie, authorization, client }: UpgradeRequest): Promise<Identity> {
    const identity = await this.parts.authenticator.identify(
      { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}), person: client.person, address: client.address },
      client.secure,
    );
    if (!identity) throw new Refusal('not_signed_in');
    return identity;
  }

  /**
   * An unknown host and one that this person may not open are refused alike, and take as long. Whoever may control may also ask to watch
   * only.
   */
  private async authorize(
    identity: Identity,
    { hostId, viewOnly }: UpgradeRequest,
  ): Promise<{ stored: StoredHost; access: HostAccess; until: number | null }> {
    const { hosts, access } = this.parts;
    const stored = await hosts.findStored(hostId);
    const { access: allowed, until } = await access.decide(identity, stored?.host ?? { id: hostId, tags: [] });
    if (!stored || allowed === null) throw new Refusal('host_not_found');
    if (stored.host.policy.secondFactor && !hasFreshFactor(identity, Date.now())) throw new Refusal('fresh_factor_needed');
    return { stored, access: viewOnly ? 'view' : allowed, until };
  }

  private reserve(
    identity: Identity,
    host: Host,
    rights: { access: HostAccess; until: number | null },
    upgrade: UpgradeRequest,
    since: number,
  ): LiveConsole {
    if (upgrade.pageId) this.parts.consoles.leaveTo(upgrade.pageId, identity.user.id);
    const place = this.parts.consoles.reserve(
      {
        id: randomBytes(16).toString('base64url'),
        hostId: host.id,
        hostName: host.name,
        userId: identity.user.id,
        userName: identity.user.name,
        shownName: identity.user.displayName || identity.user.name,
        address: upgrade.client.address,
        ...rights,
        startedAt: Date.now(),
        via: identity.via,
        maxViewers: host.policy.maxViewers ?? null,
        exclusive: host.policy.exclusive,
        attemptId: upgrade.attemptId,
        pageId: upgrade.pageId,
      },
      since,
    );
    if (place instanceof LiveConsole) return place;
    throw noPlace(place);
  }

  /** The client left before its session was open: nothing was refused, and nobody is there to be told. */
  private async forget(client: WaitingClient, { console, upgrade }: Passage): Promise<void> {
    const { attempts, room, log } = this.parts;
    client.dismiss().destroy();
    if (!console) return;
    try {
      if (upgrade?.attemptId) attempts.set(upgrade.attemptId, console.info.userId, { state: 'ended' });
      await room.abandon(console);
    } catch (failure) {
      log.error({ err: failure }, 'a session that its client left could not be recorded');
    }
  }

  private async refuse(error: unknown, request: IncomingMessage, client: WaitingClient, passage: Passage): Promise<void> {
    const { log, consoles, sessionLog, refusalAudit } = this.parts;
    const { console, identity, upgrade } = passage;
    const refusal = refusalFor(error, console);
    if (refusal.code === 'internal') log.error({ err: error }, 'an upgrade failed');
    if (console) consoles.release(console);
    try {
      // Before the answer: the page asks for the reason as soon as it has been refused.
      if (upgrade) await refusalAudit.tell(upgrade, identity, refusal);
    } finally {
      endWith(client.dismiss(), refusalResponse(refusal, negotiateLocale(request.headers['accept-language'])));
    }
    try {
      if (console) await sessionLog.ended(console.session, { code: refusal.status, reason: refusal.recorded, opened: false });
      if (upgrade) await refusalAudit.record(upgrade, identity, refusal);
    } catch (failure) {
      log.error({ err: failure }, 'a refusal could not be recorded');
    }
  }
}

function noPlace({ code, holder }: NoPlace): Refusal {
  return new Refusal(code, '', holder ? { holder: { userName: holder.userName, since: holder.startedAt } } : {});
}

function refusalFor(error: unknown, console: LiveConsole | undefined): Refusal {
  if (console?.endedBy) return refusalForEnd(console.endedBy);
  if (error instanceof Refusal) return error;
  if (isPortalError(error)) return refusalOf(error);
  return new Refusal('internal', '', { cause: error });
}
