/**
 * The way of one console as the page sees it: its states, which may follow which, and what is to be done. No sockets, timers or React
 * here: {@link ConsoleConnection} does what {@link step} says.
 */

import { answer, answerFailed, judgedTyped, portalAsks, refused } from './asking';
import { failureOfClose, worthAsking } from './close-codes';
import { type AttemptEvent, type Env, type Event, initial, isReaching, isUsable, type State, type Step } from './console-state';
import type { Failure } from './failure-row';
import { failure } from './failures';
import { askAgain, end, move, open, wait } from './moves';

/** Failures that do not show that the upgrade reached the portal. */
const unheard: ReadonlySet<string> = new Set(['upgrade_blocked', 'portal_unreachable', 'offline']);
/** After so long a connection counts as good, and the next loss is waited for from the beginning again. */
const STABLE_MS = 10_000;
/** TigerVNC refuses an address after five connections that do not log in; two leave room for other people's mistakes. */
const MOST_UNFINISHED = 2;
/** A proxy that keeps an answer back does so each time. */
const MOST_LOST = 2;

export function step(state: State, event: Event, env: Env): Step {
  if ('attempt' in event) return event.attempt === state.attempt ? stepAttempt(state, event, env) : [state];
  switch (event.type) {
    case 'open':
      if (state.name === 'waiting') return open(state, {}, env);
      if (state.name === 'idle' || state.name === 'ended')
        return open(state, { tries: 0, unfinished: 0, failure: null, asksSomebody: false }, env);
      return [state];
    case 'wake':
    case 'due':
      return state.name === 'waiting' ? open(state, {}, env) : [state];
    case 'anew':
      return state.name === 'waiting' || isReaching(state) ? open(state, {}, env) : [state];
    case 'again':
      return isUsable(state) ? open(state, { tries: 0, failure: null }, env) : [state];
    case 'answer':
      return state.name === 'asking' ? answer(state, env) : [state];
    case 'approve':
      return state.name === 'verifying' ? [move(state, { name: 'signing-in', greeted: true }), 'approve'] : [state];
    case 'refuse-key':
      return state.name === 'verifying' ? end(state, failure('host_key_refused')) : [state];
    case 'leave':
      return state.name === 'ended' || state.name === 'idle' ? [state] : end(state, failure('left'));
    case 'hand-over':
      return isUsable(state) ? end(state, failure('handed_over', { said: event.to })) : [state];
    case 'abandon':
      return state.name === 'idle' ? [state] : [{ ...initial }, 'close', 'forget-credentials'];
  }
}

function stepAttempt(state: State, event: AttemptEvent, env: Env): Step {
  switch (event.type) {
    case 'reached':
      return state.name === 'reaching-portal' ? [move(state, { name: 'reaching-host' }, { arrived: true })] : [state];
    case 'opened':
      return isReaching(state) ? [move(state, { name: 'signing-in', greeted: false }, { arrived: true, relayed: false })] : [state];
    case 'greeted':
      return state.name === 'signing-in' && !state.greeted ? [move(state, { name: 'signing-in', greeted: true })] : [state];
    case 'credentials-required':
      return state.name === 'signing-in'
        ? [move(state, { name: 'asking', live: true, problem: null }, { asked: event.types, optional: [] })]
        : [state];
    case 'portal-signs-in':
      return state.name === 'signing-in' && (!state.relayed || state.approving)
        ? [move(state, { name: 'signing-in', greeted: state.greeted }, { relayed: true })]
        : [state];
    case 'portal-awaits-approval':
      return state.name === 'signing-in' && !state.approving
        ? [move(state, { name: 'signing-in', greeted: state.greeted, approving: true }, { relayed: true, asksSomebody: true })]
        : [state];
    case 'quiet':
      // A tunnel: what the portal itself says counts where it signs in.
      return state.name === 'signing-in' && state.greeted && !state.relayed && !state.approving
        ? [move(state, { name: 'signing-in', greeted: true, approving: true }, { asksSomebody: true })]
        : [state];
    case 'portal-asks':
      return state.name === 'signing-in' ? portalAsks(state, event) : [state];
    case 'answer-failed':
      return state.name === 'signing-in' ? answerFailed(state, event.failure) : [state];
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
          { unfinished: 0, failure: null, restarting: false, login: state.login === 'none' ? 'none' : 'proven' },
        ),
      ];
    case 'picture':
      return state.name === 'waiting-for-picture' ? [move(state, { name: 'connected', since: state.since })] : [state];
    case 'stalled':
      // The upgrade hangs where nothing answers it; what the portal knows of it decides.
      if (isReaching(state)) return [move(state, { name: 'diagnosing', assumed: failure('unknown'), withinSignIn: false }), 'close'];
      if (state.name !== 'signing-in') return [state];
      if (state.approving) return end(state, failure('host_not_approved'));
      if (state.relayed) return lostWithinSignIn(state, failure('host_timeout'), env);
      return state.greeted ? end(state, failure('protocol')) : wait(state, failure('host_silent'), env);
    case 'silent':
      if (!isUsable(state)) return [state];
      if (state.asksSomebody) return end(state, failure('approval_lost'));
      return open(state, { tries: 0, failure: failure('connection_lost') }, env);
    case 'closed':
      return closed(state, event.code, env);
    case 'diagnosed':
      return state.name === 'diagnosing' ? diagnosed(state, event.failure, env) : [state];
  }
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
      if (!failureOfClose(code).retry) return lost(state, code, env);
      return [move(state, { name: 'asking', live: false, problem: { why: 'stopped-waiting' } }), 'close'];
    case 'verifying':
      return worthAsking(code) && !failureOfClose(code).retry ? lost(state, code, env) : end(state, failureOfClose(code));
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
  const approving = state.name === 'signing-in' && state.approving === true;
  if (worthAsking(code)) return [move(state, { name: 'diagnosing', assumed: why, withinSignIn, approving }), 'close'];
  if (approving) return approvalLost(state, why);
  return waitOrEnd(state, why, env, withinSignIn);
}

function diagnosed(state: Extract<State, { name: 'diagnosing' }>, why: Failure, env: Env): Step {
  if (state.approving && why.retry) return approvalLost(state, why);
  // A portal that restarts is asked about an attempt that it never saw. A proxy gets the blame only if no attempt ever arrived, twice.
  if (why.code === 'upgrade_blocked' && (state.arrived || state.tries === 0)) return wait(state, failure('not_arrived'), env);
  // So it looks as well when the network breaks at the wrong moment.
  if (why.code === 'answer_lost' && state.tries < MOST_LOST) return wait(state, failure('not_arrived'), env);
  const again = judgedTyped(state, why);
  if (again) return again;
  return waitOrEnd({ ...state, arrived: state.arrived || !unheard.has(why.code) }, why, env, state.withinSignIn);
}

/** Somebody at the host was being asked, and a host that hangs up then has had its answer. */
function approvalLost(state: State, why: Failure): Step {
  if (!why.retry) return end(state, why);
  return end(state, failure(why.code === 'host_closed' ? 'host_not_approved' : 'approval_lost'));
}

function waitOrEnd(state: State, why: Failure, env: Env, withinSignIn: boolean): Step {
  if (!why.retry) return end(state, why);
  return withinSignIn ? lostWithinSignIn(state, why, env) : wait(state, why, env);
}

/** The host hung up on a sign-in that had begun: it counts that against the portal, so there are few retries and none with an unproven password. */
function lostWithinSignIn(state: State, why: Failure, env: Env): Step {
  if (state.login === 'given') return askAgain(state, { why: 'ended-before-answer' });
  const unfinished = state.unfinished + 1;
  return unfinished >= MOST_UNFINISHED ? end(state, failure('host_drops_login')) : wait({ ...state, unfinished }, why, env);
}
