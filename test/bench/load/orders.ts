/** What the two ends of the load are told to do, and what they answer: the measured work runs between two processes of their own. */

import type { UsedTime } from '../cpu';
import type { EventKind } from './rfb-messages';

/** What a host does with its consoles, from the moment each is ready. */
export type Behaviour =
  | { kind: 'idle' }
  /** Sends messages of this length as fast as they are taken. */
  | { kind: 'bulk'; length: number }
  /** Answers each event with one message of this length. */
  | { kind: 'echo'; length: number }
  /** Sends so many messages of this length a second, and notes how old each event is that arrives. */
  | { kind: 'updates'; length: number; perSecond: number }
  /** Sends about so many bytes of noise in messages of many lengths, once. */
  | { kind: 'proof'; bytes: number };

export interface HostPorts {
  /** A WebSocket server, as websockify is. */
  webSocket: number;
  /** An RFB server on plain TCP that lets everybody in. */
  rfb: number;
  /** One that wants a password (VncAuth), and takes any. */
  rfbWithPassword: number;
}

export interface HostReport {
  consoles: number;
  /** Of the console that was the last to be proved. */
  proof: { sent: string; received: string; sentBytes: number; receivedBytes: number };
  events: LatencyReport;
}

export interface LatencyReport {
  count: number;
  /** ms */
  p50: number;
  p99: number;
}

export interface HostOrders {
  ports: { order: null; answer: HostPorts };
  behave: { order: Behaviour; answer: null };
  /** Answers when no console is left. */
  quiet: { order: null; answer: null };
  forgetEvents: { order: null; answer: null };
  report: { order: null; answer: HostReport };
}

export interface Door {
  port: number;
  path: string;
  headers: Record<string, string>;
  /** The stream behind it is RFB from its first byte, and has a handshake. */
  rfb: boolean;
  /** There is no WebSocket before it. */
  plain?: boolean;
}

export interface OpenOrder {
  door: Door;
  count: number;
  /** Openings under way at the same time. */
  atOnce: number;
  /** Processes whose time is counted. */
  candidate: number[];
}

export interface OpenReport {
  opened: number;
  /** Why the first one that failed did. */
  failure: string | null;
  seconds: number;
  latency: LatencyReport;
  used: UsedTime;
}

export interface MeasureOrder {
  seconds: number;
  /** Seconds before that. */
  warmUp: number;
  candidate: number[];
  /** One is sent when the answer to the one before has come. */
  pingPong?: { event: EventKind; answerLength: number };
  /** So many a second from each console, evenly spread. */
  keysPerSecond?: number;
}

export interface MeasureReport {
  seconds: number;
  bytes: number;
  messages: number;
  latency: LatencyReport;
  used: UsedTime;
  /** Consoles that were lost meanwhile. */
  lost: number;
}

export interface TypeOrder {
  keys: number;
  /** Between the change and the next key, ms. */
  pause: number;
  width: number;
  height: number;
}

export interface ProofReport {
  received: string;
  receivedBytes: number;
  sent: string;
  sentBytes: number;
}

export interface ClientOrders {
  open: { order: OpenOrder; answer: OpenReport };
  measure: { order: MeasureOrder; answer: MeasureReport };
  prove: { order: { event: EventKind; events: number; bytes: number }; answer: ProofReport };
  /** Presses keys one after the other, and measures until the picture changes. */
  type: { order: TypeOrder; answer: LatencyReport };
  /** How many are still open. */
  alive: { order: null; answer: number };
  /** With a close frame and its answer, or by cutting the line. Answers when all are closed. */
  close: { order: { politely: boolean }; answer: null };
}

export interface PeopleOrder {
  url: string;
  /** Of people who are signed in, each of whom requests one of the paths after the other. */
  cookies: string[];
  paths: string[];
  secondsBetween: number;
  /** Signs in once a second. */
  login: { name: string; password: string };
  /** Seconds from one export's beginning to the next one's. */
  exportEvery: number;
  exportPath: string;
  exportCookie: string;
}

export interface PeopleReport {
  page: LatencyReport;
  login: LatencyReport;
  exportSeconds: number[];
  /** Of the last export, without its heading. */
  exportedRows: number;
}

export interface PeopleOrders {
  start: { order: PeopleOrder; answer: null };
  forget: { order: null; answer: null };
  /** Answers when what was under way has ended. */
  stop: { order: null; answer: PeopleReport };
}

export interface Order {
  id: number;
  name: string;
  order: unknown;
}

export type Reply = { id: number; answer: unknown } | { id: number; error: string };
