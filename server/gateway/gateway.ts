/**
 * The corridor of a console:
 * upgrade → origin → authenticate → authorize → (audit opened) → dial → tunnel → (audit closed).
 * Each step returns what the next one needs, or throws a Refusal, which is answered before 101.
 */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Access } from '../access/access';
import type { Authenticator } from '../auth/authenticator';
import type { Identity } from '../auth/identity';
import type { Config } from '../config';
import { isPortalError } from '../contract/errors';
import type { Host } from '../contract/host';
import type { HostService } from '../hosts/host-service';
import { clientInfo } from '../http/client-info';
import type { Logger } from '../log';
import type { Attempts } from '../sessions/attempts';
import { LiveConsole, type LiveConsoles } from '../sessions/live-consoles';
import type { SessionLog } from '../sessions/session-log';
import type { CloseReason } from './close-codes';
import { dial, ensureTunnel, type Dialled } from './dial';
import { ensureOrigin } from './origin';
import type { RefusalAudit } from './refusal-audit';
import { Refusal, refusalResponse } from './refusals';
import type { TargetOrder } from './target-order';
import { acceptKey, type Handshaker } from './tunnel/handshake';
import { Tunnel } from './tunnel/tunnel';
import { readUpgrade, type UpgradeRequest } from './upgrade';

/** Time for a refused client to read the answer and close; then it is cut. */
const REFUSED_MS = 2000;

export interface GatewayParts {
  config: Config;
  log: Logger;
  authenticator: Authenticator;
  access: Access;
  hosts: HostService;
  consoles: LiveConsoles;
  sessionLog: SessionLog;
  refusalAudit: RefusalAudit;
  attempts: Attempts;
  handshaker: Handshaker;
  order: TargetOrder;
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
      const { console, dialled, upgrade } = await this.admit(request, socket, passage);
      if (socket.destroyed) await this.abandon(console, dialled);
      else this.open(console, dialled, upgrade, socket, head);
    } catch (error) {
      await this.refuse(error, socket, passage);
    }
  }

  /** No new consoles from now on: 503. */
  drain(): void {
    this.draining = true;
  }

  private async admit(request: IncomingMessage, socket: Socket, passage: Passage) {
    const { config, hosts, handshaker, order, attempts } = this.parts;
    const since = Date.now();
    const upgrade = (passage.upgrade = readUpgrade(request, config.basePath, clientInfo(request, config)));
    if (this.draining) throw new Refusal('draining');
    ensureOrigin(upgrade);
    const identity = (passage.identity = await this.authenticate(upgrade));
    const host = await this.authorize(identity, upgrade);
    ensureTunnel(host, upgrade.viewOnly);
    const console = (passage.console = this.reserve(identity, host, upgrade, since));
    if (upgrade.attemptId) attempts.set(upgrade.attemptId, identity.user.id, { state: 'connecting', code: '', message: '', next: '' });
    await this.parts.sessionLog.opened(console.info);
    const leave = () => console.aborted.abort();
    socket.once('close', leave);
    const dialled = await dial({ handshaker, order }, host, upgrade, console.aborted.signal);
    socket.off('close', leave);
    void hosts
      .markOpened(identity.user.id, host.id)
      .catch((error: unknown) => this.parts.log.warn({ err: error }, 'could not note the opened host'));
    return { console, dialled, upgrade };
  }

  private async authenticate({ cookie, authorization, client }: UpgradeRequest): Promise<Identity> {
    const identity = await this.parts.authenticator.identify(
      { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}) },
      client.secure,
    );
    if (!identity) throw new Refusal('not_signed_in');
    return identity;
  }

  /** An unknown host and one that this person may not open are refused alike. */
  private async authorize(identity: Identity, { hostId }: UpgradeRequest): Promise<Host> {
    if (this.parts.access.hostAccess(identity, hostId) === null) throw new Refusal('host_not_found');
    const host = await this.parts.hosts.find(hostId);
    if (!host) throw new Refusal('host_not_found');
    return host;
  }

  private reserve(identity: Identity, host: Host, upgrade: UpgradeRequest, since: number): LiveConsole {
    const place = this.parts.consoles.reserve(
      {
        id: randomBytes(16).toString('base64url'),
        hostId: host.id,
        hostName: host.name,
        userId: identity.user.id,
        userName: identity.user.name,
        address: upgrade.client.address,
        access: 'control',
        startedAt: since,
        via: identity.via,
        maxViewers: host.policy.maxViewers ?? null,
      },
      since,
    );
    if (!(place instanceof LiveConsole)) throw new Refusal(place);
    return place;
  }

  private open(console: LiveConsole, dialled: Dialled, upgrade: UpgradeRequest, client: Socket, head: Buffer): void {
    const { log, attempts } = this.parts;
    client.setTimeout(0);
    client.setNoDelay(true);
    client.removeListener('error', ignore);
    const protocol =
      dialled.protocol !== null && upgrade.protocols.includes(dialled.protocol) ? `Sec-WebSocket-Protocol: ${dialled.protocol}\r\n` : '';
    client.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptKey(upgrade.key)}\r\n${protocol}\r\n`,
    );
    if (head.length > 0) client.unshift(head);
    const tunnel = new Tunnel(client, dialled.socket);
    console.opened(tunnel, dialled.target, Date.now());
    const { id, hostId, userId, userName } = console.info;
    if (upgrade.attemptId) attempts.set(upgrade.attemptId, userId, { state: 'open', code: '', message: '', next: '' });
    log.info(
      { console: id, host: hostId, user: userName, address: upgrade.client.address, target: withoutQuery(dialled.target) },
      'console opened',
    );
    tunnel.closed
      .then(({ reason }) => this.ended(console, reason, upgrade.attemptId))
      .catch((error: unknown) => log.error({ err: error }, 'console end'));
  }

  private async ended(console: LiveConsole, reason: CloseReason, attemptId: string | null): Promise<void> {
    const { consoles, attempts, log, sessionLog } = this.parts;
    const session = console.session;
    consoles.release(console);
    if (attemptId) attempts.set(attemptId, session.userId, endedAttempt(reason));
    log.info(
      {
        console: session.id,
        host: session.hostId,
        user: session.userName,
        code: reason.code,
        reason: reason.text,
        toHost: session.bytesToHost,
        fromHost: session.bytesFromHost,
      },
      'console ended',
    );
    await sessionLog.ended(session, reason);
  }

  /** The browser left while its host was being dialled. */
  private async abandon(console: LiveConsole, dialled: Dialled): Promise<void> {
    dialled.socket.destroy();
    this.parts.consoles.release(console);
    await this.parts.sessionLog.ended(console.session, { code: 1006, text: 'left before the host answered' });
  }

  private async refuse(error: unknown, socket: Socket, passage: Passage): Promise<void> {
    const { log, consoles, sessionLog, refusalAudit } = this.parts;
    const { console, identity, upgrade } = passage;
    const refusal = this.refusalFor(error, console);
    if (refusal.code === 'internal') log.error({ err: error }, 'an upgrade failed');
    if (console) consoles.release(console);
    try {
      // Before the answer: the page asks for the reason as soon as it has been refused.
      if (upgrade) await refusalAudit.tell(upgrade, identity, refusal);
    } finally {
      answer(socket, refusal);
    }
    try {
      if (console) await sessionLog.ended(console.session, { code: refusal.status, text: refusal.code });
      if (upgrade) await refusalAudit.record(upgrade, identity, refusal);
    } catch (failure) {
      log.error({ err: failure }, 'a refusal could not be recorded');
    }
  }

  private refusalFor(error: unknown, console: LiveConsole | undefined): Refusal {
    if (console?.endedBy?.code === 4001) return new Refusal('not_signed_in', console.endedBy.text);
    if (console?.endedBy) return new Refusal(console.endedBy.code === 1001 ? 'draining' : 'host_not_found', console.endedBy.text);
    if (error instanceof Refusal) return error;
    if (isPortalError(error) && error.status === 503) return new Refusal('unavailable', error.code, { cause: error });
    return new Refusal('internal', '', { cause: error });
  }
}

function answer(socket: Socket, refusal: Refusal): void {
  if (socket.destroyed) return;
  socket.end(refusalResponse(refusal));
  socket.resume();
  socket.setTimeout(REFUSED_MS, () => socket.destroy());
  socket.once('end', () => socket.destroySoon());
}

function endedAttempt(reason: CloseReason) {
  const failed = reason.code === 1011;
  return {
    state: 'ended' as const,
    code: failed ? 'host_closed' : '',
    message: failed ? 'The host closed the connection.' : '',
    next: failed
      ? 'It may be restarting; the console reconnects by itself. If it does not come back, check the machine and its VNC server.'
      : '',
  };
}

/** A target's query can hold a token (as noVNC's `?token=` does): it goes to no log. */
function withoutQuery(target: string): string {
  return target.split('?', 1)[0]!;
}

function ignore(): void {}
