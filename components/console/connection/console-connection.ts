/** Does what the states of ./connection say: opens and closes links, asks the portal, waits. One per page; React reads its snapshot. */

import { basePath } from '@/components/api/base-path';
import { diagnose, hasReachedPortal, newAttemptId } from './attempt';
import { step } from './connection';
import { type Effect, type Event, initial, type State } from './console-state';
import { trust } from './fingerprint';
import { type Credentials, type Facts, Link } from './link';
import type { Rfb } from './no-vnc';
import { answerPortal, watchSignIn } from './portal-sign-in';

export interface Snapshot {
  state: State;
  /** From the moment that noVNC runs until its link is closed. */
  rfb: Rfb | null;
  facts: Facts;
  /** What the screen showed last, while the page reconnects. */
  lastPicture: HTMLCanvasElement | null;
}

/** A VNC server greets at once and answers within moments; a machine that swaps may need some more. */
const SIGN_IN_MS = 20_000;
/** Time for a quick connection to come up without a question to the portal. */
const FIRST_LOOK_MS = 700;
const LOOK_EVERY_MS = 2_000;

const noFacts: Facts = { desktopName: '', clipboard: null, clipping: false };
export const emptySnapshot: Snapshot = { state: initial, rfb: null, facts: noFacts, lastPicture: null };

export class ConsoleConnection {
  private snapshot = emptySnapshot;
  private readonly listeners = new Set<() => void>();
  private link: Link | null = null;
  private credentials: Credentials | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;

  private target: HTMLElement | null = null;

  /** @param watching nothing is to reach the host but what a picture needs */
  constructor(
    private readonly hostId: string,
    private readonly watching: boolean,
  ) {}

  /** Opens the console in an element and gives what takes it away again. */
  mount(target: HTMLElement): () => void {
    this.target = target;
    this.send({ type: 'open' });
    return () => {
      this.send({ type: 'abandon' });
      this.target = null;
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly getSnapshot = (): Snapshot => this.snapshot;

  answer(credentials: Credentials): void {
    this.credentials = credentials;
    this.send({ type: 'answer' });
  }

  approve(): void {
    const { state } = this.snapshot;
    if (state.name === 'verifying') trust(this.hostId, state.fingerprint.sha256);
    this.send({ type: 'approve' });
  }

  send(event: Event): void {
    const before = this.snapshot.state;
    const [state, ...effects] = step(before, event, { now: Date.now(), random: Math.random(), newAttempt: newAttemptId });
    if (state === before && effects.length === 0) return;
    this.enter(state);
    this.publish({ state, lastPicture: keepsPicture(state) ? this.snapshot.lastPicture : null });
    for (const effect of effects) this.perform(effect);
  }

  private perform(effect: Effect): void {
    switch (effect) {
      case 'open': {
        this.open();
        return;
      }
      case 'close': {
        this.closeLink();
        return;
      }
      case 'send-credentials':
        if (this.credentials) this.link?.sendCredentials(this.credentials);
        return;
      case 'answer-portal':
        void this.answerPortal();
        return;
      case 'approve':
        return this.link?.approve();
      case 'forget-credentials':
        this.credentials = null;
        return;
    }
  }

  private closeLink(): void {
    const { state, facts } = this.snapshot;
    const picture = this.link?.close() ?? this.snapshot.lastPicture;
    this.link = null;
    this.publish({ rfb: null, facts: { ...facts, clipping: false }, lastPicture: keepsPicture(state) ? picture : null });
  }

  private open(): void {
    const { attempt } = this.snapshot.state;
    const { target } = this;
    if (!target) return;
    this.closeLink();
    this.link = new Link({
      hostId: this.hostId,
      watching: this.watching,
      attempt,
      basePath: basePath(),
      credentials: this.credentials,
      target,
      emit: (event) => this.send({ ...event, attempt }),
      onRfb: (rfb) => this.publish({ rfb }),
      onFacts: (facts) => this.publish({ facts: { ...this.snapshot.facts, ...facts } }),
    });
  }

  /** Every state brings its own clock and its own question; those of the one before end. */
  private enter(state: State): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = new AbortController();
    const { attempt } = state;
    switch (state.name) {
      case 'reaching-portal': {
        this.lookForAttempt(attempt, FIRST_LOOK_MS, this.asking.signal);
        return;
      }
      case 'signing-in':
        this.timer = setTimeout(() => this.send({ type: 'stalled', attempt }), SIGN_IN_MS);
        this.watchSignIn(attempt, this.asking.signal);
        return;
      case 'diagnosing': {
        const { signal } = this.asking;
        void diagnose(attempt, state.assumed, signal).then((failure) => {
          if (!signal.aborted) this.send({ type: 'diagnosed', failure, attempt });
        });
        return;
      }
      case 'waiting':
        this.timer = setTimeout(() => this.send({ type: 'due' }), state.until - Date.now());
        return;
      default:
        return;
    }
  }

  private watchSignIn(attempt: string, signal: AbortSignal): void {
    void watchSignIn(attempt, signal, (event) => {
      // An answer may have arrived just before it was given up.
      if (!signal.aborted) this.send({ ...event, attempt });
    });
  }

  /** What was typed leaves the page once; whether the portal still asks is looked at only after it has arrived. */
  private async answerPortal(): Promise<void> {
    const { attempt } = this.snapshot.state;
    const { credentials } = this;
    this.credentials = null;
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    const failure = credentials ? await answerPortal(attempt, credentials, signal) : null;
    if (signal.aborted) return;
    if (failure) this.send({ type: 'answer-failed', failure, attempt });
    else this.watchSignIn(attempt, signal);
  }

  /** Tells the portal's part of the way from the host's, for whoever waits longer than a moment. */
  private lookForAttempt(attempt: string, after: number, signal: AbortSignal): void {
    this.timer = setTimeout(() => {
      void hasReachedPortal(attempt, signal).then((reached) => {
        if (signal.aborted) return;
        if (reached) this.send({ type: 'reached', attempt });
        else this.lookForAttempt(attempt, LOOK_EVERY_MS, signal);
      });
    }, after);
  }

  private publish(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}

const onTheWayBack = new Set<State['name']>([
  'diagnosing',
  'waiting',
  'reaching-portal',
  'reaching-host',
  'signing-in',
  'waiting-for-picture',
]);
/** The last picture stays behind the words while the page is on its way back, and goes as soon as somebody ended the console. */
const keepsPicture = (state: State) => onTheWayBack.has(state.name);
