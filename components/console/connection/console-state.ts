/** The states of one console as the page sees it, which may follow which, and what is told and done between them. */

import type { Failure } from './failure-row';

export type CredentialType = 'username' | 'password' | 'target';

/** What stays the same while a console goes through its states. */
export interface Course {
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
  /** Of what was asked, what may be left out. */
  optional: readonly CredentialType[];
  /** The portal has seen an upgrade of this page, so nothing in between blocks them. */
  arrived: boolean;
  /** The portal signs in to the host itself, as far as the last connection showed; noVNC has nothing to do with it. */
  relayed: boolean;
  /** The try whose question the person has answered: an answer goes to the portal once. */
  answered: string;
  /** Somebody at the host seems to be asked for each connection: the page opens none by itself. */
  asksSomebody: boolean;
  /** The portal said that it restarts, and no console has come up since. */
  restarting: boolean;
}

export type Phase =
  | { name: 'idle' }
  | { name: 'reaching-portal' }
  | { name: 'reaching-host' }
  /** `approving`: the host is silent, and somebody there probably has to agree. */
  | { name: 'signing-in'; greeted: boolean; approving?: boolean }
  /** `live`: the host is waiting. Otherwise the connection is opened once the person has answered, and not before. */
  | { name: 'asking'; live: boolean; problem: AskProblem | null }
  | { name: 'verifying'; fingerprint: Fingerprint }
  | { name: 'waiting-for-picture'; since: number }
  | { name: 'connected'; since: number }
  | { name: 'diagnosing'; assumed: Failure; withinSignIn: boolean; approving?: boolean }
  | { name: 'waiting'; until: number }
  /** Final until a person acts. */
  | { name: 'ended' };

export type State = Course & Phase;
export type StateName = Phase['name'];

/** Why credentials are asked for again. */
export type AskProblem =
  /** The host waits no longer: it is called again when the person has answered. */
  | { why: 'stopped-waiting' }
  | { why: 'ended-before-answer' }
  /** `said`: the host's own words. */
  | { why: 'refused'; said: string }
  /** The answer did not reach the portal. */
  | { why: 'not-sent'; failure: Failure }
  /** As the portal diagnosed it. */
  | { why: 'failed'; failure: Failure };

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
  /** As the portal says: it is at it, or it waits for what the host wants to know. */
  | { type: 'portal-signs-in' }
  | { type: 'portal-asks'; types: readonly CredentialType[]; optional?: readonly CredentialType[] }
  /** The host is silent for longer than one that asks nobody. */
  | { type: 'portal-awaits-approval' }
  | { type: 'quiet' }
  | { type: 'answer-failed'; failure: Failure }
  /** The VNC server said no. `judged`: to the credentials, not to the connection as such. */
  | { type: 'refused'; judged: boolean; reason: string }
  | { type: 'broken'; failure: Failure }
  | { type: 'signed-in' }
  | { type: 'picture' }
  | { type: 'stalled' }
  /** Neither the portal nor the host is heard any more, though nothing has closed the connection. */
  | { type: 'silent' }
  | { type: 'closed'; code: number }
  | { type: 'diagnosed'; failure: Failure };

/** What a person, the clock or the browser does. */
export type OuterEvent =
  | { type: 'open' }
  | { type: 'wake' }
  /** The network may be another one, or a person does not want to wait: what is on its way begins anew. */
  | { type: 'anew' }
  /** A person has the console opened again, although nothing has closed it. */
  | { type: 'again' }
  | { type: 'due' }
  | { type: 'answer' }
  | { type: 'approve' }
  | { type: 'refuse-key' }
  | { type: 'leave' }
  /** Leaves so that somebody else can have the host. */
  | { type: 'hand-over'; to: string }
  | { type: 'abandon' };

export type Event = OuterEvent | (AttemptEvent & { attempt: string });
export type Effect = 'open' | 'close' | 'send-credentials' | 'answer-portal' | 'approve' | 'forget-credentials';
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
  'reaching-portal': ['reaching-portal', 'reaching-host', 'signing-in', 'diagnosing', 'ended'],
  'reaching-host': ['reaching-portal', 'signing-in', 'diagnosing', 'ended'],
  'signing-in': ['signing-in', 'asking', 'verifying', 'waiting-for-picture', 'diagnosing', 'waiting', 'ended'],
  asking: ['asking', 'signing-in', 'reaching-portal', 'diagnosing', 'ended'],
  verifying: ['signing-in', 'diagnosing', 'ended'],
  'waiting-for-picture': ['connected', 'reaching-portal', 'diagnosing', 'waiting', 'ended'],
  connected: ['reaching-portal', 'diagnosing', 'waiting', 'ended'],
  diagnosing: ['asking', 'waiting', 'ended'],
  waiting: ['reaching-portal', 'ended'],
  ended: ['reaching-portal'],
};

export const initial: State = {
  name: 'idle',
  attempt: '',
  tries: 0,
  unfinished: 0,
  failure: null,
  login: 'none',
  asked: [],
  optional: [],
  arrived: false,
  relayed: false,
  answered: '',
  restarting: false,
  asksSomebody: false,
};

export const isReaching = (state: State) => state.name === 'reaching-portal' || state.name === 'reaching-host';
/** Keys and clicks reach the machine. */
export const isUsable = (state: State) => state.name === 'waiting-for-picture' || state.name === 'connected';
