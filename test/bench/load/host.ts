/** The hosts' end of the load: a WebSocket server and RFB servers in a process of their own, which do as they are told. */

import { createHash, randomFillSync } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { listen } from '../../support/ports';
import { answerOrders } from './answering';
import { now, sinceStamp } from './clock';
import { frame, BINARY } from './frames';
import { HostConsole } from './host-console';
import { Latencies } from './latencies';
import type { Behaviour, HostOrders, HostReport } from './orders';
import { framebufferUpdate } from './rfb-messages';

/** Messages leave in pieces of about this length, so that the sender costs little. */
const PIECE = 1 << 20;
/** Then others have their turn. */
const PIECES_IN_A_ROW = 4;
const TICK_MS = 1;
const PROOF_LENGTHS = [64, 1400, 125, 16_384, 300, 65_536, 131, 200_000, 20, 40_000];

const consoles = new Set<HostConsole>();
/** Those that were told what pictures they may send. */
const pictured = new Set<HostConsole>();
const events = new Latencies();
let behaviour: Behaviour = { kind: 'idle' };
/** One message as it leaves on a WebSocket, and on plain TCP; and a piece of many. */
let message: Record<'webSocket' | 'rfb', Buffer> = { webSocket: Buffer.alloc(0), rfb: Buffer.alloc(0) };
let piece = message;
let ticking: NodeJS.Timeout | null = null;
const nothing: HostReport['proof'] = { sent: '', received: '', sentBytes: 0, receivedBytes: 0 };
let proof = { ...nothing };
let received = createHash('sha256');

function behave(wanted: Behaviour): null {
  behaviour = wanted;
  if (ticking) clearInterval(ticking);
  ticking = null;
  if ('length' in wanted) {
    const update = framebufferUpdate(wanted.length);
    message = { webSocket: frame(BINARY, update, false), rfb: update };
    const repeated = (one: Buffer) => Buffer.concat(Array<Buffer>(Math.max(1, Math.round(PIECE / one.length))).fill(one));
    if (wanted.kind === 'bulk') piece = { webSocket: repeated(message.webSocket), rfb: repeated(message.rfb) };
  }
  if (wanted.kind === 'updates') startUpdates(wanted.perSecond);
  return null;
}

function ready(console: HostConsole): void {
  pictured.add(console);
  if (behaviour.kind === 'bulk') pour(console);
  if (behaviour.kind === 'proof') proof = { ...nothing };
}

function pour(console: HostConsole): void {
  const bytes = console.isWebSocket ? piece.webSocket : piece.rfb;
  let row = 0;
  const next = (): void => {
    if (console.socket.destroyed) return;
    // A receiver that keeps up would otherwise leave no time for anything else.
    if (++row % PIECES_IN_A_ROW === 0) setImmediate(more);
    else more();
  };
  const more = (): void => void console.socket.write(bytes, next);
  more();
}

/** Evenly spread over the second and over the consoles. */
function startUpdates(perSecond: number): void {
  let all: HostConsole[] = [];
  let sent = 0;
  let since = 0;
  ticking = setInterval(() => {
    if (all.length !== pictured.size) {
      all = [...pictured];
      sent = 0;
      since = now();
    }
    const due = ((now() - since) / 1000) * perSecond * all.length;
    for (; sent < due; sent++) {
      const console = all[sent % all.length]!;
      // Who does not keep up gets fewer pictures, as with any VNC server.
      if (!console.socket.writableNeedDrain) console.socket.write(console.isWebSocket ? message.webSocket : message.rfb);
    }
  }, TICK_MS);
}

function event(console: HostConsole, bytes: Buffer): void {
  if (behaviour.kind === 'echo') console.socket.write(console.isWebSocket ? message.webSocket : message.rfb);
  else if (behaviour.kind === 'updates') events.note(sinceStamp(bytes.readUInt32BE(4)));
  else if (behaviour.kind === 'proof') {
    // The first event says that somebody is ready to count.
    if (proof.sentBytes === 0) prove(console, behaviour.bytes);
    received.update(bytes);
    proof.receivedBytes += bytes.length;
  }
}

function prove(console: HostConsole, bytes: number): void {
  const sent = createHash('sha256');
  received = createHash('sha256');
  for (let index = 0; proof.sentBytes < bytes; index++) {
    const update = framebufferUpdate(PROOF_LENGTHS[index % PROOF_LENGTHS.length]!);
    randomFillSync(update, 16);
    sent.update(update);
    proof.sentBytes += update.length;
    console.socket.write(console.isWebSocket ? frame(BINARY, update, false) : update);
  }
  proof.sent = sent.digest('hex');
}

function serve(kind: 'webSocket' | 'rfb' | 'rfbWithPassword'): Server {
  return createServer({ noDelay: true }, (socket: Socket) => {
    socket.on('error', () => undefined);
    const console = new HostConsole(socket, kind, { ready, event });
    consoles.add(console);
    socket.on('close', () => {
      consoles.delete(console);
      pictured.delete(console);
    });
  });
}

async function quiet(): Promise<null> {
  const since = now();
  while (consoles.size > 0) {
    if (now() - since > 30_000) throw new Error(`${consoles.size} consoles stay open at the host`);
    await delay(5);
  }
  return null;
}

const servers = { webSocket: serve('webSocket'), rfb: serve('rfb'), rfbWithPassword: serve('rfbWithPassword') };
const ports = {
  webSocket: await listen(servers.webSocket),
  rfb: await listen(servers.rfb),
  rfbWithPassword: await listen(servers.rfbWithPassword),
};

answerOrders<HostOrders>({
  ports: () => ports,
  behave,
  quiet,
  forgetEvents: () => events.forget(),
  report: () => ({
    consoles: consoles.size,
    proof: { ...proof, received: proof.receivedBytes > 0 ? received.copy().digest('hex') : '' },
    events: events.report(),
  }),
});
