/** The workers of one port: started one after the other the first time, started again when they die, and stopped together. */

import type { Logger } from '../log';
import type { Started } from './announce';

export type FromWorker = { kind: 'listening' } | { kind: 'ready'; started: Started };
export type ToWorker = 'stop';

/** A worker that has lived this long did not die of its start. */
const SETTLED_MS = 60_000;
/** How long to wait before a worker that keeps dying is started again: doubled each time, up to the longest. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** A process, as far as the workforce moves it. */
export interface WorkerProcess {
  send(message: ToWorker): void;
  kill(): void;
}

export interface WorkerEvents {
  message(message: FromWorker): void;
  exit(code: number | null, signal: string | null): void;
}

interface Parts {
  size: number;
  /** @param number which of them, from 1 */
  fork: (number: number, events: WorkerEvents) => WorkerProcess;
  /** All of them serve, for the first time. */
  ready: (started: Started) => void;
  /** None is left, and none will be started again. */
  over: (exitCode: number) => void;
  log: Pick<Logger, 'info' | 'error'>;
  now?: () => number;
}

interface Place {
  number: number;
  process: WorkerProcess | null;
  startedAt: number;
  ready: boolean;
  /** Deaths in a row, each soon after a start. */
  deaths: number;
  timer: NodeJS.Timeout | null;
}

export class Workforce {
  private readonly places: Place[];
  private readonly now: () => number;
  private started: Started | null = null;
  private everReady = false;
  private stopping = false;
  private exitCode = 0;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? (() => performance.now());
    this.places = Array.from({ length: parts.size }, (_, index) => ({
      ...{ number: index + 1, process: null, startedAt: 0, ready: false, deaths: 0, timer: null },
    }));
  }

  /** One first: it brings the database up to date, and what can't work fails once. */
  start(): void {
    this.fork(this.places[0]!);
  }

  /** Each brings its consoles to an end. */
  stop(): void {
    this.stopping = true;
    for (const place of this.places) {
      if (place.timer) clearTimeout(place.timer);
      place.timer = null;
      place.process?.send('stop');
    }
    this.finish();
  }

  kill(): void {
    this.stopping = true;
    for (const { process } of this.places) process?.kill();
  }

  private fork(place: Place): void {
    place.timer = null;
    place.startedAt = this.now();
    place.process = this.parts.fork(place.number, {
      message: (message) => this.hear(place, message),
      exit: (code, signal) => this.lose(place, code, signal),
    });
  }

  private hear(place: Place, message: FromWorker): void {
    if (message.kind === 'listening') {
      if (place.number === 1 && !this.everReady && !this.stopping) for (const other of this.places) if (!other.process) this.fork(other);
      return;
    }
    place.ready = true;
    this.started ??= message.started;
    if (this.everReady) this.parts.log.info({ worker: place.number }, 'a worker serves again');
    else if (this.places.every(({ ready }) => ready)) {
      this.everReady = true;
      this.parts.ready(this.started);
    }
  }

  private lose(place: Place, code: number | null, signal: string | null): void {
    place.process = null;
    place.ready = false;
    if (!this.everReady || this.stopping) {
      if (code !== 0) this.exitCode ||= code ?? 1;
      // Of a start that can't work there is one line, which the worker has written.
      if (!this.stopping) this.kill();
      this.finish();
      return;
    }
    place.deaths = this.now() - place.startedAt >= SETTLED_MS ? 0 : place.deaths + 1;
    const waitMs = place.deaths === 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (place.deaths - 1), LONGEST_WAIT_MS);
    this.parts.log.error({ worker: place.number, code, signal, waitMs }, 'a worker died: it is started again');
    place.timer = setTimeout(() => this.fork(place), waitMs);
  }

  private finish(): void {
    if (this.places.every(({ process }) => process === null)) this.parts.over(this.exitCode);
  }
}
