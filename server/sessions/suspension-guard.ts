/**
 * Holds the bytes of all sessions back after this process did not run for a while (a paused or suspended machine, a stopped process), until
 * what was taken away meanwhile is known. What a browser sent during the pause waits in the kernel, and would otherwise reach its host
 * before the first revocation is read.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../log';

const TICK_MS = 250;
/** A process whose ticks did not come for so long did not run. One that was only slow reads its rights once too often. */
const SUSPENDED_MS = 1000;
const RETRY_MS = 200;
/** A database that is away for longer is not waited for here: reading the rights ends the sessions whose rights stay unknown. */
const GIVE_UP_MS = 15_000;

/** What the hot path asks before it moves bytes. */
export interface ByteGate {
  /** Whether bytes have to be kept until `Pipe.releaseHeld()`. */
  isShut(): boolean;
}

/** Where nothing can be taken away. */
export const openGate: ByteGate = { isShut: () => false };

interface Parts {
  /** Reads and applies all changes that other processes made. @throws while the database is away */
  catchUp: () => Promise<void>;
  /** Reads the rights of all sessions again, and settles once each is known or ended. */
  rereadAll: () => Promise<void>;
  /** Moves the bytes that were held back. */
  releaseAll: () => void;
  log: Logger;
  /** ms, monotonic. */
  now?: () => number;
  /** ms since 1970 UTC. A suspended machine may stop its monotonic clock. */
  wallClock?: () => number;
}

export class SuspensionGuard implements ByteGate {
  private readonly now: () => number;
  private readonly wallClock: () => number;
  private seenAt: number;
  private seenWall: number;
  private shut = false;
  private stopped = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? (() => performance.now());
    this.wallClock = parts.wallClock ?? Date.now;
    this.seenAt = this.now();
    this.seenWall = this.wallClock();
  }

  start(): void {
    this.see();
    this.timer = setInterval(() => this.tick(), TICK_MS).unref();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearInterval(this.timer);
  }

  isShut(): boolean {
    if (this.shut) return true;
    if (this.now() - this.seenAt < SUSPENDED_MS && this.wallClock() - this.seenWall < SUSPENDED_MS) return false;
    this.shut = true;
    void this.recover();
    return true;
  }

  private tick(): void {
    this.isShut();
    this.see();
  }

  private see(): void {
    this.seenAt = this.now();
    this.seenWall = this.wallClock();
  }

  private async recover(): Promise<void> {
    const { catchUp, rereadAll, releaseAll, log } = this.parts;
    const began = this.now();
    const pausedMs = Math.round(Math.max(began - this.seenAt, this.wallClock() - this.seenWall));
    log.warn({ pausedMs }, 'this process did not run for a while: rights are read before bytes move again');
    while (!this.stopped && this.now() - began < GIVE_UP_MS) {
      try {
        await catchUp();
        break;
      } catch (error) {
        log.debug({ err: error }, 'changes cannot be read yet');
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    await rereadAll();
    this.see();
    this.shut = false;
    releaseAll();
  }
}
