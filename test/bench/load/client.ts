/** The browsers' end of the load: a process of its own that opens consoles, sends, counts and measures. */

import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { usage, usedBetween } from '../cpu';
import { answerOrders } from './answering';
import { now, stamp } from './clock';
import { Console } from './console';
import { BINARY, frame, writeMasked } from './frames';
import { Latencies } from './latencies';
import { Typing } from './typing';
import type { ClientOrders, LatencyReport, MeasureOrder, MeasureReport, OpenOrder, OpenReport, ProofReport, TypeOrder } from './orders';
import { clientEvent } from './rfb-messages';

/** For a single answer; the whole order is bounded by the one who gives it. */
const PATIENCE_MS = 20_000;
/** For an opening among many, on a machine that has much else to do. */
const OPENING_MS = 100;
const TICK_MS = 1;
/** Frames with a time in them that may be on their way at once. */
const STAMPED = 8192;
/** Of a masked frame with a payload below 126 bytes: the head, then the key event's keysym. */
const KEYSYM_AT = 6 + 4;

const consoles = new Set<Console>();
const latencies = new Latencies();
let bytes = 0;
let lost = 0;
let lastWords = '';
type Take = (console: Console, data: Buffer, from: number, to: number) => void;
const countOnly: Take = (_console, _data, from, to) => void (bytes += to - from);
let take: Take = countOnly;
let whenAllClosed: (() => void) | null = null;

const eventFrame = (kind: 'key' | 'request') => frame(BINARY, clientEvent(kind), true);
const frames = (): number => {
  let sum = 0;
  for (const console of consoles) sum += console.frames;
  return sum;
};

function closed(console: Console, why: string): void {
  if (!consoles.delete(console)) return;
  lost += 1;
  lastWords = why;
  if (consoles.size === 0) whenAllClosed?.();
}

async function open({ door, count, atOnce, candidate }: OpenOrder): Promise<OpenReport> {
  const opening = new Latencies(count);
  let failure: string | null = null;
  let opened = 0;
  let begun = 0;
  lost = 0;
  const before = usage(candidate);
  const start = now();
  await new Promise<void>((resolve) => {
    let ended = 0;
    const timer = setInterval(() => now() - start > PATIENCE_MS + count * OPENING_MS && giveUp('no answer in time'), 500);
    const giveUp = (why: string): void => {
      failure ??= why;
      clearInterval(timer);
      resolve();
    };
    const next = (): void => {
      if (begun === count || failure !== null) return;
      begun += 1;
      let isOver = false;
      const over = (why: string | null): void => {
        if (isOver) return;
        isOver = true;
        if (why !== null) return giveUp(why);
        opened += 1;
        if (++ended === count) {
          clearInterval(timer);
          resolve();
        } else next();
      };
      const console = new Console(
        door,
        {
          payload: (...arrived) => take(...arrived),
          ready: (ready) => {
            opening.note(now() - ready.openedAt);
            over(null);
          },
          closed: (gone, why) => {
            closed(gone, why);
            over(why);
          },
        },
        now,
      );
      consoles.add(console);
    };
    for (let index = 0; index < Math.min(atOnce, count); index++) next();
  });
  const seconds = (now() - start) / 1000;
  return { opened, failure, seconds, latency: opening.report(), used: usedBetween(before, usage(candidate)) };
}

/** Runs the work for a while, and counts what happens between two looks at the clock. */
async function measure(order: MeasureOrder): Promise<MeasureReport> {
  const { seconds, warmUp, candidate } = order;
  const stop = order.pingPong ? startPingPong(order.pingPong) : order.keysPerSecond ? startKeys(order.keysPerSecond) : () => undefined;
  lost = 0;
  await delay(warmUp * 1000);
  latencies.forget();
  const before = { usage: usage(candidate), bytes, frames: frames(), at: now() };
  await delay(seconds * 1000);
  const at = now();
  const after = { bytes, frames: frames(), latency: latencies.report(), usage: usage(candidate) };
  await stop();
  take = countOnly;
  if (lost > 0) throw new Error(`${lost} consoles were lost: ${lastWords}`);
  return {
    seconds: (at - before.at) / 1000,
    bytes: after.bytes - before.bytes,
    messages: after.frames - before.frames,
    latency: after.latency,
    used: usedBetween(before.usage, after.usage),
    lost,
  };
}

function startPingPong({ event, answerLength }: NonNullable<MeasureOrder['pingPong']>): () => Promise<void> {
  const message = eventFrame(event);
  let stopping = false;
  let under = consoles.size;
  take = (console, _data, from, to) => {
    bytes += to - from;
    console.awaited -= to - from;
    if (console.awaited > 0) return;
    if (console.awaited < 0) return console.cut('more bytes than were asked for');
    const at = now();
    latencies.note(at - console.sentAt);
    if (stopping) {
      under -= 1;
      return;
    }
    console.awaited = answerLength;
    console.sentAt = at;
    console.send(message);
  };
  for (const console of consoles) {
    console.awaited = answerLength;
    console.sentAt = now();
    console.send(message);
  }
  return async () => {
    stopping = true;
    const since = now();
    while (under > 0 && lost === 0) {
      await delay(5);
      if (now() - since > PATIENCE_MS) throw new Error(`${under} events were never answered`);
    }
  };
}

/** Each frame says when it was sent: the host reads it there. */
function startKeys(perSecond: number): () => Promise<void> {
  const ring = Array.from({ length: STAMPED }, () => eventFrame('key'));
  const all = [...consoles];
  const start = now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((now() - start) / 1000) * perSecond * all.length;
    for (; sent < due; sent++) {
      const message = ring[sent % STAMPED]!;
      writeMasked(message, KEYSYM_AT, stamp());
      all[sent % all.length]!.send(message);
    }
  }, TICK_MS);
  return async () => {
    clearInterval(timer);
    await delay(50);
  };
}

/** What was sent and what arrived, both ways, as digests. */
async function prove({ event, events, bytes: wanted }: ClientOrders['prove']['order']): Promise<ProofReport> {
  const [console] = consoles;
  if (!console || consoles.size !== 1) throw new Error('a proof is for one console');
  const received = createHash('sha256');
  let receivedBytes = 0;
  take = (_console, data, from, to) => {
    received.update(data.subarray(from, to));
    receivedBytes += to - from;
  };
  const sent = createHash('sha256');
  let sentBytes = 0;
  for (let index = 0; index < events; index++) {
    const message = clientEvent(event);
    if (event === 'key') message.writeUInt32BE(index, 4);
    else message.writeUInt16BE(index & 0xff, 2);
    sent.update(message);
    sentBytes += message.length;
    console.send(frame(BINARY, message, true));
  }
  const since = now();
  let before = -1;
  while ((receivedBytes < wanted || receivedBytes !== before) && lost === 0 && now() - since < PATIENCE_MS) {
    before = receivedBytes;
    await delay(100);
  }
  take = countOnly;
  return { received: received.digest('hex'), receivedBytes, sent: sent.digest('hex'), sentBytes };
}

async function type(order: TypeOrder): Promise<LatencyReport> {
  const [console] = consoles;
  if (!console || consoles.size !== 1) throw new Error('typing is for one console');
  const typing = new Typing(console, order);
  take = (_console, data, from, to) => typing.read(data, from, to);
  try {
    return await typing.run();
  } finally {
    take = countOnly;
  }
}

async function close({ politely }: { politely: boolean }): Promise<null> {
  if (consoles.size === 0) return null;
  const all = new Promise<void>((resolve) => (whenAllClosed = resolve));
  for (const console of consoles) {
    if (politely) console.close();
    else console.cut();
  }
  const patience = setTimeout(() => {
    for (const console of consoles) console.cut();
  }, PATIENCE_MS);
  await all;
  clearTimeout(patience);
  whenAllClosed = null;
  return null;
}

answerOrders<ClientOrders>({ open, measure, prove, type, alive: () => consoles.size, close });
