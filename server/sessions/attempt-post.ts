/**
 * Between a page and the process that carries its console, when the page's call has reached another one: what is to be passed on lies in
 * the database, and a change tells the other process to look.
 */

import { z } from 'zod';
import type { Change, Changes } from '../db/changes';
import type { Sealer } from '../hosts/sealed';
import type { Logger } from '../log';
import type { AttemptRepository, FoundAttempt } from './attempt-repository';
import type { AttemptCredentials, Attempts } from './attempts';
import type { LiveConsoles } from './live-consoles';

/** A page's pulse waits longer. By then a process that lives has answered. */
const HEARD_WITHIN_MS = 1500;
const LOOK_EVERY_MS = 50;

const credentialsSchema = z.object({ username: z.string().optional(), password: z.string().optional() });
const askedSchema = z.object({ userName: z.string() });

interface Parts {
  rows: AttemptRepository;
  attempts: Attempts;
  consoles: LiveConsoles;
  changes: Pick<Changes, 'announce'>;
  /** With a label of its own. */
  sealer: Sealer;
  log: Pick<Logger, 'warn'>;
  now?: () => number;
}

export class AttemptPost {
  constructor(private readonly parts: Parts) {}

  /** @param heardNow whether its process is to say what it has heard by now */
  async find(id: string, userId: string, heardNow = false): Promise<FoundAttempt | null> {
    const found = await this.read(id, userId);
    if (!heardNow || found?.record.state !== 'open' || found.hostId === null) return found;
    await this.parts.rows.askHeard(id, userId);
    for (const until = performance.now() + HEARD_WITHIN_MS; performance.now() < until && !(await this.parts.rows.hasHeard(id));) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return this.read(id, userId);
  }

  /** How old it is, the clock of its own process says, which removes it in time. */
  private read(id: string, userId: string): Promise<FoundAttempt | null> {
    return this.parts.rows.find(id, userId);
  }

  /** @returns false when nothing waits for them */
  answer(id: string, userId: string, credentials: AttemptCredentials): Promise<boolean> {
    return this.parts.rows.leaveAnswer(id, userId, this.parts.sealer.seal(JSON.stringify(credentials), id));
  }

  /** Lets the page of a console know that somebody would like to have its host. */
  async ask(consoleId: string, userName: string): Promise<void> {
    await this.parts.changes.announce({ kind: 'asked', subject: consoleId, reason: JSON.stringify({ userName }) });
  }

  apply({ kind, subject, reason }: Pick<Change, 'kind' | 'subject' | 'reason'>): void {
    if (kind === 'asked') this.tellAsked(subject, reason);
    if (kind !== 'answer' && kind !== 'heard') return;
    const userId = this.parts.attempts.ownerOf(subject);
    if (userId === null) return;
    const done = kind === 'answer' ? this.take(subject, userId) : this.noteHeard(subject, userId);
    done.catch((error: unknown) => this.parts.log.warn({ err: error, kind }, 'a page could not be answered'));
  }

  private tellAsked(consoleId: string, reason: string): void {
    const info = this.parts.consoles.get(consoleId)?.info;
    if (info?.attemptId) this.parts.attempts.tellAsked(info.attemptId, info.userId, askedSchema.parse(JSON.parse(reason)).userName);
  }

  /** Deleted before anything is done with them. */
  private async take(id: string, userId: string): Promise<void> {
    const sealed = await this.parts.rows.takeAnswer(id, userId);
    if (sealed === null) return;
    const { username, password } = credentialsSchema.parse(JSON.parse(this.parts.sealer.unseal(sealed, id)));
    this.parts.attempts.answer(id, userId, {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    });
  }

  private async noteHeard(id: string, userId: string): Promise<void> {
    const console = this.parts.consoles.ofAttempt(id, userId);
    if (console) await this.parts.rows.noteHeard(id, userId, { heard: console.heard, at: this.now() });
  }

  private now(): number {
    return (this.parts.now ?? Date.now)();
  }
}
