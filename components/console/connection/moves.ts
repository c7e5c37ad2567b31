/** The moves that several states have in common. */

import { isSoon, reconnectDelay, restartDelay } from './backoff';
import { type AskProblem, type Course, type Env, follows, type Phase, type State, type Step } from './console-state';
import type { Failure } from './failure-row';
import { failure } from './failures';

/** How a portal looks that goes away as it has announced, before a balancer has noticed or it is there again. */
const ofRestart: ReadonlySet<string> = new Set(['draining', 'not_arrived', 'connection_lost', 'portal_unreachable', 'unavailable']);

export function open(state: State, change: Partial<Course>, env: Env): Step {
  return [move(state, { name: 'reaching-portal' }, { ...change, attempt: env.newAttempt() }), 'open'];
}

export function wait(state: State, why: Failure, env: Env): Step {
  // Another try would ask them again, so a person decides about it.
  if (state.asksSomebody) return end(state, failure('approval_lost'));
  const announced = why.code === 'draining';
  const restarting = announced || (state.restarting && ofRestart.has(why.code));
  // What was tried in vain before the portal said so is no reason to wait longer now.
  const tries = announced && !state.restarting ? 1 : state.tries + 1;
  const delay = restarting ? restartDelay : reconnectDelay;
  // That nothing answers is what was to be expected, at first.
  const told = restarting && isSoon(tries) ? failure('draining') : why;
  return [move(state, { name: 'waiting', until: env.now + delay(tries, env.random) }, { tries, failure: told, restarting }), 'close'];
}

/** Asks for credentials while nothing is connected: the answer opens a connection, and nothing else does. */
export function askAgain(state: State, problem: AskProblem): Step {
  return [move(state, { name: 'asking', live: false, problem }, { login: 'none' }), 'close', 'forget-credentials'];
}

export function end(state: State, why: Failure): Step {
  return [move(state, { name: 'ended' }, { failure: why, login: 'none' }), 'close', 'forget-credentials'];
}

export function move(from: State, to: Phase, change: Partial<Course> = {}): State {
  if (!follows[from.name].includes(to.name)) throw new Error(`a console cannot go from ${from.name} to ${to.name}`);
  const { attempt, tries, unfinished, failure, login, asked, optional, arrived, relayed, answered, restarting, asksSomebody } = from;
  return {
    attempt,
    tries,
    unfinished,
    failure,
    login,
    asked,
    optional,
    arrived,
    relayed,
    answered,
    restarting,
    asksSomebody,
    ...change,
    ...to,
  };
}
