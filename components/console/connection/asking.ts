/** Who asks for VNC credentials, and what becomes of the answer. */

import type { AttemptEvent, Env, State, Step } from './console-state';
import type { Failure } from './failure-row';
import { failure } from './failures';
import { askAgain, end, move, open } from './moves';

type Asking = Extract<State, { name: 'asking' }>;
type SigningIn = Extract<State, { name: 'signing-in' }>;

/** What the portal's diagnosis says about credentials that a person typed, rather than about the host. */
const aboutCredentials: ReadonlySet<string> = new Set(['host_login_failed', 'host_login_blocked']);

/** A person has answered. The host gets it on the connection that waits for it, through noVNC or through the portal. */
export function answer(state: Asking, env: Env): Step {
  if (!state.live) return open(state, { login: 'given', failure: null }, env);
  const signingIn = { name: 'signing-in', greeted: true } as const;
  if (!state.relayed) return [move(state, signingIn, { login: 'given' }), 'send-credentials'];
  return [move(state, signingIn, { login: 'given', answered: state.attempt }), 'answer-portal'];
}

/** The portal signs in and lacks credentials. What was typed for this connection answers it, once; otherwise a person is asked. */
export function portalAsks(state: SigningIn, { types, optional = [] }: Extract<AttemptEvent, { type: 'portal-asks' }>): Step {
  const typed = state.login === 'given' && state.answered !== state.attempt && types.every((type) => state.asked.includes(type));
  if (typed) return [move(state, { name: 'signing-in', greeted: true }, { relayed: true, answered: state.attempt }), 'answer-portal'];
  const asking = move(state, { name: 'asking', live: true, problem: null }, { relayed: true, asked: types, optional, login: 'none' });
  return [asking, 'forget-credentials'];
}

/** What was typed has not arrived at the portal, so the host has not judged it. */
export function answerFailed(state: SigningIn, why: Failure): Step {
  if (why.code === 'attempt_not_found') return askAgain(state, { why: 'stopped-waiting' });
  if (!why.retry) return end(state, why);
  return [move(state, { name: 'asking', live: true, problem: { why: 'not-sent', failure: why } }, { login: 'none', answered: '' })];
}

/** The portal tried in vain what a person had typed: it is for that person to try again, however the failure would be treated otherwise. */
export function judgedTyped(state: State, why: Failure): Step | null {
  return state.login === 'given' && aboutCredentials.has(why.code) ? askAgain(state, { why: 'failed', failure: why }) : null;
}

/** The VNC server said no. A wrong password is asked for again, but nothing is opened until the person has answered. */
export function refused(state: SigningIn | Asking, { judged, reason }: Extract<AttemptEvent, { type: 'refused' }>): Step {
  if (state.name === 'signing-in' && (!judged || state.login === 'none'))
    return end(state, reason ? failure('host_refused_saying', { said: reason }) : failure('host_refused'));
  return askAgain(state, { why: 'refused', said: reason });
}
