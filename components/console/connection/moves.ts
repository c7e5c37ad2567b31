/** The moves that several states have in common. */

import { reconnectDelay } from './backoff';
import { type AskProblem, type Course, type Env, follows, type Phase, type State, type Step } from './console-state';
import type { Failure } from './failure-row';

export function open(state: State, change: Partial<Course>, env: Env): Step {
  return [move(state, { name: 'reaching-portal' }, { ...change, attempt: env.newAttempt() }), 'open'];
}

export function wait(state: State, why: Failure, env: Env): Step {
  const tries = state.tries + 1;
  return [move(state, { name: 'waiting', until: env.now + reconnectDelay(tries, env.random) }, { tries, failure: why }), 'close'];
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
  const { attempt, tries, unfinished, failure, login, asked, arrived, relayed, answered } = from;
  return { attempt, tries, unfinished, failure, login, asked, arrived, relayed, answered, ...change, ...to };
}
