/** Where a console lives: from its 101, through the tunnel or the relay, to the record of its end. */

import type { Socket } from 'node:net';
import type { AuditService } from '../audit/audit-service';
import type { HostService } from '../hosts/host-service';
import type { StoredHost } from '../hosts/host-table';
import type { Logger } from '../log';
import type { Attempts } from '../sessions/attempts';
import type { ByteGate } from '../sessions/suspension-guard';
import type { LiveConsole, LiveConsoles, Pipe } from '../sessions/live-consoles';
import type { SessionLog } from '../sessions/session-log';
import { recordedReason, silentEnds, type CloseReason } from './close-codes';
import type { Dialled } from './dial';
import { closeReasonFor, diagnose } from './relay/diagnosis';
import type { LoginBreaker } from './relay/login-breaker';
import type { OpenedRfb } from './relay/open-rfb';
import { Relay } from './relay/relay';
import { signIn } from './relay/sign-in';
import type { Refusal } from './refusals';
import { attemptEnd } from './refusals';
import { acceptKey } from './tunnel/handshake';
import { Tunnel } from './tunnel/tunnel';
import type { UpgradeRequest } from './upgrade';
import type { Violation } from '../rfb';
import { BrowserChannel } from './websocket/browser-channel';

/** What noVNC and websockify call the bytes of RFB. */
const SUBPROTOCOL = 'binary';

const KEEP_ALIVE_MS = 30_000;

export interface ConsoleRoomParts {
  log: Logger;
  hosts: HostService;
  consoles: LiveConsoles;
  attempts: Attempts;
  audit: AuditService;
  sessionLog: SessionLog;
  breaker: LoginBreaker;
  gate: ByteGate;
}

export interface Admitted {
  console: LiveConsole;
  dialled: Dialled;
  /** As it was when the person's right to it was checked. */
  stored: StoredHost;
  upgrade: UpgradeRequest;
  /** Paused. */
  client: Socket;
  /** What the client sent right behind its request. */
  head: Buffer;
}

type RelayDialled = Extract<Dialled, { way: 'relay' }>;

/** How far the portal has come with the host. */
interface SignInState {
  /** Whether the person has the host's screen before them. */
  opened: boolean;
  /** Why the portal could not sign in, once it could not. */
  refusal: Refusal | null;
}

export class ConsoleRoom {
  constructor(private readonly parts: ConsoleRoomParts) {}

  open(admitted: Admitted): void {
    const { console, dialled, upgrade, client, head } = admitted;
    client.setTimeout(0);
    client.setNoDelay(true);
    // Notices a browser that vanished in the middle of a frame, where no ping can be put.
    client.setKeepAlive(true, KEEP_ALIVE_MS);
    const protocol = dialled.way === 'tunnel' ? dialled.protocol : SUBPROTOCOL;
    client.write(switchingProtocols(upgrade, protocol));
    if (head.length > 0) client.unshift(head);
    if (dialled.way === 'tunnel') this.follow(admitted, new Tunnel(client, dialled.socket, this.parts.gate));
    else this.relay(admitted, dialled);
    const { id, hostId, userName, access } = console.info;
    const target = withoutQuery(dialled.target);
    this.parts.log.info(
      { console: id, host: hostId, user: userName, address: upgrade.client.address, access, way: dialled.way, target },
      'console opened',
    );
  }

  /** The browser left while its host was being dialled. */
  async abandon(console: LiveConsole): Promise<void> {
    this.parts.consoles.release(console);
    await this.parts.sessionLog.ended(console.session, {
      code: silentEnds.leftEarly.code,
      reason: silentEnds.leftEarly.text,
      opened: false,
    });
  }

  private follow(
    { console, dialled, upgrade }: Admitted,
    pipe: Pipe & Pick<Tunnel | Relay, 'closed'>,
    signIn: SignInState = { opened: true, refusal: null },
  ): void {
    const { attempts, log } = this.parts;
    // What follows keeps what it names for as long as the console lives: not the request's headers with it.
    const { attemptId } = upgrade;
    if (attemptId && dialled.way === 'tunnel') attempts.set(attemptId, console.info.userId, { state: 'open' });
    this.parts.consoles.opened(console, pipe, dialled.target);
    void this.parts.sessionLog.reached(console.session);
    pipe.closed
      .then(({ reason, violation }) => this.ended(console, reason, attemptId, signIn, violation))
      .catch((error: unknown) => log.error({ err: error }, 'the end of a console could not be recorded'));
  }

  /** The browser is answered at once, and waits inside the RFB handshake until the portal is signed in to the host. */
  private relay(admitted: Admitted, dialled: RelayDialled): void {
    const { console, upgrade, stored, client } = admitted;
    const { host } = stored;
    const { attempts, hosts, log } = this.parts;
    const channel = new BrowserChannel(client, this.parts.gate);
    const relay = new Relay(channel, this.parts.gate);
    relay.watch();
    const browserStream = channel.asStream();
    const state: SignInState = { opened: false, refusal: null };
    this.follow(admitted, relay, state);
    let opened: OpenedRfb = dialled;
    void Promise.resolve()
      .then(() =>
        signIn({
          host,
          userId: console.info.userId,
          opened,
          onReopened: (reopened) => (opened = reopened),
          relay,
          browserStream,
          breaker: this.parts.breaker,
          credentials: hosts.credentialsIn(stored),
          rules: { viewOnly: console.info.access === 'view', clipboard: host.policy.clipboard, power: true, resize: true },
          ask:
            upgrade.attemptId === null
              ? null
              : (needs, signal, optional) => attempts.ask(upgrade.attemptId!, console.info.userId, needs, signal, optional),
          onApproval: (waiting) => {
            if (upgrade.attemptId === null || relay.signal.aborted) return;
            attempts.set(upgrade.attemptId, console.info.userId, { state: waiting ? 'approving' : 'connecting' });
          },
          remember: (shown) =>
            hosts.rememberPin(host, dialled.target, shown).catch((error: unknown) => {
              log.warn({ err: error }, 'what a host showed first could not be kept');
              return true;
            }),
        }),
      )
      .then(({ security, version, serverInit }) => {
        state.opened = true;
        if (upgrade.attemptId) attempts.set(upgrade.attemptId, console.info.userId, { state: 'open' });
        log.info(
          { console: console.info.id, host: host.id, version, security, width: serverInit.width, height: serverInit.height },
          'signed in to the host',
        );
      })
      .catch((error: unknown) => {
        // The console ended otherwise, and the sign-in with it: that is no word about the host.
        if (!relay.signal.aborted) {
          const refusal = (state.refusal = diagnose(error));
          log.info({ console: console.info.id, host: host.id, code: refusal.code, detail: refusal.detail }, 'sign-in to the host failed');
          relay.end(closeReasonFor(refusal));
        }
        opened.stream.destroy();
      });
  }

  private async ended(
    console: LiveConsole,
    reason: CloseReason,
    attemptId: string | null,
    { opened, refusal }: SignInState,
    violation: Violation | null = null,
  ): Promise<void> {
    const { consoles, attempts, log, sessionLog } = this.parts;
    const session = console.session;
    consoles.release(console);
    const told = refusal ? attemptEnd(refusal) : reason.told;
    if (attemptId) attempts.set(attemptId, session.userId, { state: 'ended', ...told });
    const { id, hostId: host, userName: user, bytesToHost: toHost, bytesFromHost: fromHost } = session;
    const note = refusal?.code ?? (violation ? `${violation.reason}: message ${violation.message}, ${violation.detail}` : '');
    log.info({ console: id, host, user, code: reason.code, reason: reason.text, note, toHost, fromHost }, 'console ended');
    await sessionLog.ended(session, { code: reason.code, reason: refusal?.recorded ?? recordedReason(reason), opened }, note);
  }
}

function switchingProtocols({ key, protocols }: UpgradeRequest, protocol: string | null): string {
  const chosen = protocol !== null && protocols.includes(protocol) ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : '';
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptKey(key)}\r\n${chosen}\r\n`;
}

/** A target's query can hold a token (as noVNC's `?token=` does): it goes to no log. */
function withoutQuery(target: string): string {
  return target.split('?', 1)[0]!;
}
