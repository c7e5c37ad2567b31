/**
 * The way of one console as the page sees it: its states, which may follow which, and what is to be done. No sockets, timers or React
 * here: {@link ConsoleConnection} does what {@link step} says.
 */

import { reconnectDelay } from './backoff';
import { failureOfClose, worthAsking } from './close-codes';
import { failure, type Failure } from './failures';

export type CredentialType = 'username' | 'password' | 'target';

/** What stays the same while a console goes through its states. */
interface Course {
  /** The id under which the portal records the current try; empty before the first. */
  attempt: string;
  /** Tries that failed in a row. */
  tries: number;
  /** Tries in a row that the host ended within its sign-in: a VNC server counts them against the portal's address. */
  unfinished: number;
  /** Why the page is not connected; kept while it tries again. */
  failure: Failure | null;
  /** VNC credentials that this page holds: none, typed but not yet accepted, or accepted once. */
  login: 'none' | 'given' | 'proven';
  /** What the host asked for when it last wanted credentials. */
  asked: readonly CredentialType[];
  /** The portal has seen an upgrade of this page, so nothing in between blocks them. */
  arrived: boolean;
}

type Phase =
  | { name: 'idle' }
  | { name: 'reaching-portal' }
  | { name: 'reaching-host' }
  | { name: 'signing-in'; greeted: boolean }
  /** `live`: the host is waiting. Otherwise the connection is opened once the person has answered, and not before. */
  | { name: 'asking'; live: boolean; problem: string }
  | { name: 'verifying'; fingerprint: Fingerprint }
  | { name: 'waiting-for-picture'; since: number }
  | { name: 'connected'; since: number }
  | { name: 'diagnosing'; assumed: Failure; withinSignIn: boolean }
  | { name: 'waiting'; until: number }
  /** Final until a person acts. */
  | { name: 'ended' };

export type State = Course & Phase;
export type StateName = Phase['name'];

/** A host's public key, and whether this browser has accepted another one for it before. */
export interface Fingerprint {
  short: string;
  sha256: string;
  changed: boolean;
}

/** What a try reports; the attempt says which one, and what an earlier one says late is not heard. */
export type AttemptEvent =
  | { type: 'reached' }
  | { type: 'opened' }
  | { type: 'greeted' }
  | { type: 'credentials-required'; types: readonly CredentialType[] }
  | { type: 'server-verification'; fingerprint: Fingerprint }
  /** The VNC server said no. `judged`: to the credentials, not to the connection as such. */
  | { type: 'refused'; judged: boolean; reason: string }
  | { type: 'broken'; failure: Failure }
  | { type: 'signed-in' }
  | { type: 'picture' }
  | { type: 'stalled' }
  | { type: 'closed'; code: number }
  | { type: 'diagnosed'; failure: Failure };

/** What a person, the clock or the browser does. */
export type OuterEvent =
  | { type: 'open' }
  | { type: 'wake' }
  | { type: 'due' }
  | { type: 'answer' }
  | { type: 'approve' }
  | { type: 'refuse-key' }
  | { type: 'leave' }
  | { type: 'abandon' };

export type Event = OuterEvent | (AttemptEvent & { attempt: string });
export type Effect = 'open' | 'close' | 'send-credentials' | 'approve' | 'forget-credentials';
export interface Env {
  /** ms since 1970 UTC */
  now: number;
  /** from 0 to 1 */
  random: number;
  newAttempt: () => string;
}
export type Step = readonly [State, ...Effect[]];

/** Which states may follow which. `idle` follows all: the page goes away. */
export const follows: Record<StateName, readonly StateName[]> = {
  idle: ['reaching-portal'],
  'reaching-portal': ['reaching-host', 'signing-in', 'diagnosing', 'ended'],
  'reaching-host': ['signing-in', 'diagnosing', 'ended'],
  'signing-in': ['signing-in', 'asking', 'verifying', 'waiting-for-picture', 'diagnosing', 'waiting', 'ended'],
  asking: ['asking', 'signing-in', 'reaching-portal', 'ended'],
  verifying: ['signing-in', 'ended'],
  'waiting-for-picture': ['connected', 'diagnosing', 'waiting', 'ended'],
  connected: ['diagnosing', 'waiting', 'ended'],
  diagnosing: ['asking', 'waiting', 'ended'],
  waiting: ['reaching-portal', 'ended'],
  ended: ['reaching-portal'],
};

/** Failures that do not show that the upgrade reached the portal. */
const unheard: ReadonlySet<string> = new Set(['upgrade_blocked', 'portal_unreachable', 'offline']);
/** After so long a connection counts as good, and the next loss is waited for from the beginning again. */
const STABLE_MS = 10_000;
/** TigerVNC refuses an address after five connections that do not log in; two leave room for other people's mistakes. */
const MOST_UNFINISHED = 2;

export const initial: State = {
  name: 'idle',
  attempt: '',
  tries: 0,
  unfinished: 0,
  failure: null,
  login: 'none',
  asked: [],
  arrived: false,
};

export function step(state: State, event: Event, env: Env): Step {
  if ('attempt' in event) return event.attempt === state.attempt ? stepAttempt(state, event, env) : [state];
  switch (event.type) {
    case 'open':
      if (state.name === 'waiting') return open(state, {}, env);
      if (state.name === 'idle' || state.name === 'ended') return open(state, { tries: 0, unfinished: 0, failure: null }, env);
      return [state];
    case 'wake':
    case 'due':
      return state.name === 'waiting' ? open(state, {}, env) : [state];
    case 'answer':
      if (state.name !== 'asking') return [state];
      if (!state.live) return open(state, { login: 'given', failure: null }, env);
      return [move(state, { name: 'signing-in', greeted: true }, { login: 'given' }), 'send-credentials'];
    case 'approve':
      return state.name === 'verifying' ? [move(state, { name: 'signing-in', greeted: true }), 'approve'] : [state];
    case 'refuse-key':
      return state.name === 'verifying' ? end(state, failure('host_key_refused')) : [state];
    case 'leave':
      return state.name === 'ended' || state.name === 'idle' ? [state] : end(state, failure('left'));
    case 'abandon':
      return state.name === 'idle' ? [state] : [{ ...initial }, 'close', 'forget-credentials'];
  }
}

function stepAttempt(state: State, event: AttemptEvent, env: Env): Step {
  switch (event.type) {
    case 'reached':
      return state.name === 'reaching-portal' ? [move(state, { name: 'reaching-host' }, { arrived: true })] : [state];
    case 'opened':
      return isReaching(state) ? [move(state, { name: 'signing-in', greeted: false }, { arrived: true })] : [state];
    case 'greeted':
      return state.name === 'signing-in' && !state.greeted ? [move(state, { name: 'signing-in', greeted: true })] : [state];
    case 'credentials-required':
      return state.name === 'signing-in' ? [move(state, { name: 'asking', live: true, problem: '' }, { asked: event.types })] : [state];
    case 'server-verification':
      return state.name === 'signing-in' ? [move(state, { name: 'verifying', fingerprint: event.fingerprint })] : [state];
    case 'refused':
      return state.name === 'signing-in' || state.name === 'asking' ? refused(state, event) : [state];
    case 'broken':
      return state.name === 'idle' || state.name === 'ended' || state.name === 'waiting' ? [state] : end(state, event.failure);
    case 'signed-in':
      if (state.name !== 'signing-in') return [state];
      return [
        move(
          state,
          { name: 'waiting-for-picture', since: env.now },
          { unfinished: 0, failure: null, login: state.login === 'none' ? 'none' : 'proven' },
        ),
      ];
    case 'picture':
      return state.name === 'waiting-for-picture' ? [move(state, { name: 'connected', since: state.since })] : [state];
    case 'stalled':
      if (state.name !== 'signing-in') return [state];
      return state.greeted ? end(state, failure('protocol')) : wait(state, failure('host_silent'), env);
    case 'closed':
      return closed(state, event.code, env);
    case 'diagnosed':
      return state.name === 'diagnosing' ? diagnosed(state, event.failure, env) : [state];
  }
}

/** The VNC server said no. A wrong password is asked for again, but nothing is opened until the person has answered. */
function refused(state: Extract<State, { name: 'signing-in' | 'asking' }>, { judged, reason }: { judged: boolean; reason: string }): Step {
  if (state.name === 'signing-in' && (!judged || state.login === 'none'))
    return end(state, failure('host_refused', reason ? { message: `It said: “${reason}”` } : {}));
  return askAgain(state, reason ? `The host refused the sign-in: “${reason}”` : 'The host refused the sign-in.');
}

function askAgain(state: State, problem: string): Step {
  return [move(state, { name: 'asking', live: false, problem }, { login: 'none' }), 'close', 'forget-credentials'];
}

function closed(state: State, code: number, env: Env): Step {
  switch (state.name) {
    case 'reaching-portal':
    case 'reaching-host':
      // Before the upgrade the browser sees only 1006, whatever the portal answered: it is asked.
      return [move(state, { name: 'diagnosing', assumed: failure('unknown'), withinSignIn: false }), 'close'];
    case 'signing-in':
      return lost(state, code, env, state.greeted);
    case 'asking':
      if (!state.live) return [state];
      if (!failureOfClose(code).retry) return end(state, failureOfClose(code));
      return [
        move(state, { name: 'asking', live: false, problem: 'The host stopped waiting. It is called again when you answer.' }),
        'close',
      ];
    case 'verifying':
      return end(state, failureOfClose(code));
    case 'waiting-for-picture':
      return lost(state, code, env);
    case 'connected':
      return lost(env.now - state.since >= STABLE_MS ? { ...state, tries: 0 } : state, code, env);
    default:
      return [state];
  }
}

function lost(state: State, code: number, env: Env, withinSignIn = false): Step {
  const why = failureOfClose(code);
  if (worthAsking(code)) return [move(state, { name: 'diagnosing', assumed: why, withinSignIn }), 'close'];
  return waitOrEnd(state, why, env, withinSignIn);
}

function diagnosed(state: Extract<State, { name: 'diagnosing' }>, why: Failure, env: Env): Step {
  // A portal that restarts is asked about an attempt that it never saw. A proxy gets the blame only if no attempt ever arrived, twice.
  if (why.code === 'upgrade_blocked' && (state.arrived || state.tries === 0)) return wait(state, failure('not_arrived'), env);
  return waitOrEnd({ ...state, arrived: state.arrived || !unheard.has(why.code) }, why, env, state.withinSignIn);
}

function waitOrEnd(state: State, why: Failure, env: Env, withinSignIn: boolean): Step {
  if (!why.retry) return end(state, why);
  return withinSignIn ? lostWithinSignIn(state, why, env) : wait(state, why, env);
}

/** The host hung up on a sign-in that had begun: it counts that against the portal, so there are few retries and none with an unproven password. */
function lostWithinSignIn(state: State, why: Failure, env: Env): Step {
  if (state.login === 'given') return askAgain(state, 'The connection ended before the host had answered. Check what you typed.');
  const unfinished = state.unfinished + 1;
  return unfinished >= MOST_UNFINISHED ? end(state, failure('host_drops_login')) : wait({ ...state, unfinished }, why, env);
}

function wait(state: State, why: Failure, env: Env): Step {
  const tries = state.tries + 1;
  return [move(state, { name: 'waiting', until: env.now + reconnectDelay(tries, env.random) }, { tries, failure: why }), 'close'];
}

function end(state: State, why: Failure): Step {
  return [move(state, { name: 'ended' }, { failure: why, login: 'none' }), 'close', 'forget-credentials'];
}

function open(state: State, change: Partial<Course>, env: Env): Step {
  return [move(state, { name: 'reaching-portal' }, { ...change, attempt: env.newAttempt() }), 'open'];
}

function move(from: State, to: Phase, change: Partial<Course> = {}): State {
  if (!follows[from.name].includes(to.name)) throw new Error(`a console cannot go from ${from.name} to ${to.name}`);
  const { attempt, tries, unfinished, failure: why, login, asked, arrived } = from;
  return { attempt, tries, unfinished, failure: why, login, asked, arrived, ...change, ...to };
}

const isReaching = (state: State) => state.name === 'reaching-portal' || state.name === 'reaching-host';
/** Keys and clicks reach the machine. */
export const isUsable = (state: State) => state.name === 'waiting-for-picture' || state.name === 'connected';
