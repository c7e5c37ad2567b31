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
import { negotiateLocale, type Locale } from '../contract/locale';
import type { HostService } from '../hosts/host-service';
import type { StoredHost } from '../hosts/host-table';
import type { HostVisits } from '../hosts/host-visits';
import { clientInfo } from '../http/client-info';
import type { Logger } from '../log';
import type { Attempts } from '../sessions/attempts';
import { LiveConsole, type LiveConsoles, type NoPlace } from '../sessions/live-consoles';
import type { SessionLog } from '../sessions/session-log';
import type { ConsoleRoom } from './console-room';
import { dial, ensureEnforceable, hangUp, type Dialler } from './dial';
import { refusalForEnd } from './end-notes';
import { ensureOrigin } from './origin';
import type { RefusalAudit } from './refusal-audit';
import { Refusal, refusalResponse } from './refusals';
import { readUpgrade, type UpgradeRequest } from './upgrade';

/** Time for a refused client to read the answer and close; then it is cut. */
const REFUSED_MS = 2000;

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
    // Node leaves an upgraded socket without an error listener: a reset during an await would end the process.
    socket.on('error', ignore);
    const passage: Passage = {};
    try {
      const admitted = await this.admit(request, socket, passage);
      if (socket.destroyed) {
        hangUp(admitted.dialled);
        await this.parts.room.abandon(admitted.console);
      } else {
        socket.off('error', ignore);
        this.parts.room.open({ ...admitted, client: socket, head });
      }
    } catch (error) {
      await this.refuse(error, request, socket, passage);
    }
  }

  /** No new consoles from now on: 503. */
  drain(): void {
    this.draining = true;
  }

  private async admit(request: IncomingMessage, socket: Socket, passage: Passage) {
    const { config, visits, dialler, attempts, sessionLog } = this.parts;
    const since = Date.now();
    const upgrade = (passage.upgrade = readUpgrade(request, config.basePath, clientInfo(request, config)));
    this.ensureNotDraining();
    ensureOrigin(upgrade);
    const identity = (passage.identity = await this.authenticate(upgrade));
    const { stored, access, until } = await this.authorize(identity, upgrade);
    const { host } = stored;
    ensureEnforceable(host);
    // Nothing is awaited from here to the register: whoever is not refused is in it, and is told to leave.
    this.ensureNotDraining();
    const console = (passage.console = this.reserve(identity, host, { access, until }, upgrade, since));
    if (upgrade.attemptId) attempts.begin(upgrade.attemptId, identity.user.id, console.info.id);
    const full = await sessionLog.opened(console.info);
    if (full) throw noPlace(full);
    const leave = () => console.aborted.abort();
    socket.once('close', leave);
    const who = { userId: identity.user.id, viewOnly: access === 'view' };
    const dialled = await dial(dialler, host, who, upgrade, console.aborted.signal);
    socket.off('close', leave);
    visits.opened(identity.user.id, host.id);
    return { console, dialled, stored, upgrade };
  }

  private ensureNotDraining(): void {
    if (this.draining) throw new Refusal('draining');
  }

  private async authenticate({ cookie, authorization, client }: UpgradeRequest): Promise<Identity> {
    const identity = await this.parts.authenticator.identify(
      { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}), person: client.person },
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
        startedAt: since,
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

  private async refuse(error: unknown, request: IncomingMessage, socket: Socket, passage: Passage): Promise<void> {
    const { log, consoles, sessionLog, refusalAudit } = this.parts;
    const { console, identity, upgrade } = passage;
    const refusal = refusalFor(error, console);
    if (refusal.code === 'internal') log.error({ err: error }, 'an upgrade failed');
    if (console) consoles.release(console);
    try {
      // Before the answer: the page asks for the reason as soon as it has been refused.
      if (upgrade) await refusalAudit.tell(upgrade, identity, refusal);
    } finally {
      answer(socket, refusal, negotiateLocale(request.headers['accept-language']));
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
  if (isPortalError(error) && error.status === 503) return new Refusal('unavailable', error.code, { cause: error });
  return new Refusal('internal', '', { cause: error });
}

function answer(socket: Socket, refusal: Refusal, locale: Locale): void {
  if (socket.destroyed) return;
  socket.end(refusalResponse(refusal, locale));
  socket.resume();
  socket.setTimeout(REFUSED_MS, () => socket.destroy());
  socket.once('end', () => socket.destroySoon());
}

function ignore(): void {}
