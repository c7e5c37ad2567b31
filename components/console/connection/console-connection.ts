/** Does what the states of ./connection say: opens and closes links, asks the portal, waits. One per page; React reads its snapshot. */

import { basePath } from '@/components/api/base-path';
import { newId } from './attempt-id';
import { step } from './connection';
import { type Effect, type Event, initial, isReaching, type State } from './console-state';
import type { Failure } from './failure-row';
import { trust } from './fingerprint';
import type { Kept } from './keep-credentials';
import { type Credentials, type Facts, Link } from './link';
import type { Rfb } from './no-vnc';
import type { PictureFormat } from '../picture/with-format';

export interface Snapshot {
  state: State;
  /** From the moment that noVNC runs until its link is closed. */
  rfb: Rfb | null;
  facts: Facts;
  /** What the screen showed last, while the page reconnects. */
  lastPicture: HTMLCanvasElement | null;
  /** The host has stopped answering, while the portal hears this page. */
  hostMute: boolean;
  /** This page has had a picture of the host. */
  pictured: boolean;
  /** What became of the person's wish to keep with the host what opened it; null without one. */
  kept: Kept | null;
}

/** A VNC server greets at once and answers within moments; a machine that swaps may need some more. */
const SIGN_IN_MS = 20_000;
/** Somebody at the host who has to agree gets a minute from the portal; in a tunnel, where the portal does not sign in, from here. */
const APPROVAL_MS = 70_000;
/** A VNC server that asks nobody answers within a moment. */
const QUIET_MS = 4_000;
/** Time for a quick connection to come up without a question to the portal. */
const FIRST_LOOK_MS = 700;
const LOOK_EVERY_MS = 2_000;
const FIRST_SIGN_IN_LOOK_MS = 400;
/** An upgrade that hangs: nothing between here and the portal answers, or drops it. The portal itself gives up a host after 25 s. */
const REACH_PORTAL_MS = 12_000;
const REACH_HOST_MS = 40_000;

const portalSide = () => import('./portal-side');
/** A script that does not come, over a network that has just broken, must not hold up the next try. */
const SCRIPT_MS = 4_000;

const noFacts: Facts = { desktopName: '', clipboard: null, clipping: false };
export const emptySnapshot: Snapshot = {
  state: initial,
  rfb: null,
  facts: noFacts,
  lastPicture: null,
  hostMute: false,
  pictured: false,
  kept: null,
};

export class ConsoleConnection {
  private snapshot = emptySnapshot;
  private readonly listeners = new Set<() => void>();
  private link: Link | null = null;
  private credentials: Credentials | null = null;
  /** What is to be kept with the host once it has been proven. */
  private toKeep: Credentials | null = null;
  private readonly page = newId();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;

  private target: HTMLElement | null = null;

  /** @param watching nothing is to reach the host but what a picture needs */
  constructor(
    private readonly hostId: string,
    private readonly watching: boolean,
    private format: PictureFormat,
  ) {}

  /** Other colours are asked for by a new connection; all else changes at once. */
  setPictureFormat(format: PictureFormat): void {
    const before = this.format;
    this.format = format;
    const { rfb } = this.snapshot;
    if (rfb) rfb.pictureFormat = format;
    if (format.colours !== before.colours) this.send({ type: 'again' });
  }

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

  /** @param keep stores them with the host, after they have opened it */
  answer(credentials: Credentials, keep: boolean): void {
    this.credentials = credentials;
    this.toKeep = keep ? credentials : null;
    this.send({ type: 'answer' });
  }

  approve(): void {
    const { state } = this.snapshot;
    if (state.name === 'verifying') trust(this.hostId, state.fingerprint.sha256);
    this.send({ type: 'approve' });
  }

  /** @param attempt which one it was found out of */
  hostIsMute(attempt: string, hostMute: boolean): void {
    if (attempt === this.snapshot.state.attempt) this.publish({ hostMute });
  }

  send(event: Event): void {
    const before = this.snapshot.state;
    const [state, ...effects] = step(before, event, { now: Date.now(), random: Math.random(), newAttempt: newId });
    if (state === before && effects.length === 0) return;
    this.enter(state);
    const pictured = this.snapshot.pictured || state.name === 'connected';
    this.publish({ state, pictured, lastPicture: keepsPicture(state) ? this.snapshot.lastPicture : null });
    for (const effect of effects) this.perform(effect);
    if (before.name === 'signing-in' && state.name === 'waiting-for-picture') void this.keep(state);
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
        this.toKeep = null;
        return;
    }
  }

  private closeLink(): void {
    const { state, facts } = this.snapshot;
    const picture = this.link?.close() ?? this.snapshot.lastPicture;
    this.link = null;
    this.publish({ rfb: null, hostMute: false, facts: { ...facts, clipping: false }, lastPicture: keepsPicture(state) ? picture : null });
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
      page: this.page,
      basePath: basePath(),
      credentials: this.credentials,
      pictureFormat: () => this.format,
      target,
      emit: (event) => this.send({ ...event, attempt }),
      onRfb: (rfb) => this.publish({ rfb }),
      onFacts: (facts) => this.publish({ facts: { ...this.snapshot.facts, ...facts } }),
    });
  }

  /** Every state brings its own clock and its own question; those of the one before end. */
  private enter(state: State): void {
    clearTimeout(this.timer);
    clearTimeout(this.deadline);
    this.asking?.abort();
    this.asking = new AbortController();
    const { attempt } = state;
    if (isReaching(state)) {
      const reach = state.name === 'reaching-portal' ? REACH_PORTAL_MS : REACH_HOST_MS;
      this.deadline = setTimeout(() => this.send({ type: 'stalled', attempt }), reach);
    }
    switch (state.name) {
      case 'reaching-portal': {
        this.lookForAttempt(attempt, FIRST_LOOK_MS, this.asking.signal);
        return;
      }
      case 'signing-in':
        this.timer = setTimeout(() => this.send({ type: 'stalled', attempt }), state.approving ? APPROVAL_MS : SIGN_IN_MS);
        if (!state.approving) this.deadline = setTimeout(() => this.send({ type: 'quiet', attempt }), QUIET_MS);
        this.watchSignIn(attempt, this.asking.signal);
        return;
      case 'diagnosing': {
        const { signal } = this.asking;
        void this.diagnose(attempt, state.assumed, signal);
        return;
      }
      case 'connected':
        // Needed when the network is gone, and cannot be loaded then.
        void portalSide().catch(() => undefined);
        return;
      case 'waiting':
        this.timer = setTimeout(() => this.send({ type: 'due' }), state.until - Date.now());
        return;
      default:
        return;
    }
  }

  private async diagnose(attempt: string, assumed: Failure, signal: AbortSignal): Promise<void> {
    // A portal that is away gives no scripts either: then what the page assumed has to do.
    const portal = await inTime(portalSide().catch(() => null));
    const failure = portal ? await portal.diagnose(attempt, assumed, signal) : assumed;
    if (!signal.aborted) this.send({ type: 'diagnosed', failure, attempt });
  }

  /** After a moment: most hosts are through by then. */
  private watchSignIn(attempt: string, signal: AbortSignal): void {
    const begin = async () => {
      const portal = await portalSide();
      await portal.watchSignIn(attempt, signal, (event) => {
        // An answer may have arrived just before it was given up.
        if (!signal.aborted) this.send({ ...event, attempt });
      });
    };
    const timer = setTimeout(() => void begin().catch(() => undefined), FIRST_SIGN_IN_LOOK_MS);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  /** What was typed leaves the page once; whether the portal still asks is looked at only after it has arrived. */
  private async answerPortal(): Promise<void> {
    const { attempt } = this.snapshot.state;
    const { credentials } = this;
    this.credentials = null;
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    const portal = await portalSide();
    const failure = credentials ? await portal.answerPortal(attempt, credentials, signal) : null;
    if (signal.aborted) return;
    if (failure) this.send({ type: 'answer-failed', failure, attempt });
    else this.watchSignIn(attempt, signal);
  }

  /** A login has succeeded. */
  private async keep({ attempt, login }: State): Promise<void> {
    const { toKeep } = this;
    this.toKeep = null;
    if (!toKeep || login !== 'proven') return;
    const { keepCredentials } = await portalSide();
    this.publish({ kept: await keepCredentials(attempt, toKeep) });
  }

  /** Tells the portal's part of the way from the host's, for whoever waits longer than a moment. */
  private lookForAttempt(attempt: string, after: number, signal: AbortSignal, nothingBefore = false): void {
    this.timer = setTimeout(() => {
      const look = async () => (await portalSide()).reachOf(attempt, signal);
      void look()
        .catch(() => 'nothing' as const)
        .then((reach) => {
          if (signal.aborted) return;
          if (reach === 'host') this.send({ type: 'reached', attempt });
          // The network is back, and an upgrade that was begun without it would wait on for its next packet.
          else if (reach === 'portal' && nothingBefore) this.send({ type: 'anew' });
          else this.lookForAttempt(attempt, LOOK_EVERY_MS, signal, reach === 'nothing');
        });
    }, after);
  }

  private publish(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}

function inTime<T>(loading: Promise<T>): Promise<T | null> {
  return Promise.race([loading, new Promise<null>((resolve) => setTimeout(() => resolve(null), SCRIPT_MS))]);
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
