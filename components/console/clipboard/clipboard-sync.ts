/**
 * Makes the clipboards of two machines one, as far as both sides allow. No React and no browser here: {@link LocalClipboard} is this
 * computer's, {@link HostClipboard} the host's. Texts are held as long as the page, and nowhere else.
 */

import { hostClipboard } from '../connection/host-text';
import { toLatin1 } from './latin1';
import type { LocalClipboard, Reading } from './local-clipboard';

/** The portal drops a longer text (server/rfb/messages/client-lengths.ts), and VNC servers take no more. UTF-8. */
export const MOST_BYTES = 1024 * 1024;

/** What was copied on the host, as much of it as a page holds. */
export interface HostText {
  text: string;
  cut: boolean;
}

export interface HostClipboard {
  readonly takesUnicode: boolean;
  clipboardPasteFrom(text: string): void;
}

export interface SyncStatus {
  reading: Reading;
  /** The host's text that this computer's clipboard has, or had from the beginning. */
  delivered: HostText | null;
  /** The host's text waits for a click or a key: the browser wants one before it lets the page write. */
  waiting: boolean;
  /** What was copied last on this computer, if it could not go as it is. */
  problem: { kind: 'too-long' } | { kind: 'characters'; lost: number } | null;
}

const atFirst: SyncStatus = { reading: 'never', delivered: null, waiting: false, problem: null };

export class ClipboardSync {
  private status = atFirst;
  private readonly listeners = new Set<() => void>();
  private host: HostClipboard | null = null;
  /** The host of the connection before this one, while there is none. */
  private lastHost: HostClipboard | null = null;
  private ways = { toHost: false, fromHost: false };
  /** What the host has had last: nothing goes back to where it came from. `echo`: as the host would tell it. */
  private last: { text: string; echo: string; from: 'host' | 'here' } | null = null;
  /** What was seen last on this computer's clipboard. */
  private here: string | null = null;
  /** It is newer than what the host has had last. */
  private isNewer = false;
  /** Since the host got its last text, the person may have copied something that the page has not seen. */
  private mayHaveCopied = false;
  private waiting: HostText | null = null;

  constructor(private readonly local: LocalClipboard) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly getSnapshot = (): SyncStatus => this.status;

  /** @param host another after a reconnect, null while there is none. @param ways what may go by itself */
  connect(host: HostClipboard | null, ways: { toHost: boolean; fromHost: boolean }): void {
    this.host = host;
    this.ways = ways;
    if (!ways.fromHost) this.wait(null);
    if (!host || host === this.lastHost) return;
    const { last, lastHost } = this;
    this.lastHost = host;
    // What a connection that is gone gave to the host may be gone with it.
    if (!lastHost || last?.from !== 'here') return;
    this.last = null;
    if (ways.toHost) this.give(last.text);
  }

  /** The person goes where they can copy what the page does not see, or copies something on the page. */
  leave(): void {
    this.mayHaveCopied = true;
  }

  async ask(): Promise<void> {
    const reading = await this.local.reading();
    if (reading !== this.status.reading) this.publish({ reading });
  }

  /** Something was copied on the host. */
  async receive(text: HostText): Promise<void> {
    if (!this.ways.fromHost || text.text === '') return;
    if (text.text === this.last?.echo) {
      // Known already, or our own that comes back.
      this.publish({ delivered: text });
      return;
    }
    this.passed({ text: text.text, echo: text.text, from: 'host' });
    // A part of a text is not what was copied.
    this.wait(text.cut ? null : text);
    await this.deliver();
  }

  /** A moment at which the browser may let the page write. */
  async deliver(): Promise<void> {
    const { waiting } = this;
    if (!waiting || !(await this.local.write(waiting.text))) return;
    this.here = waiting.text;
    this.publish({ delivered: waiting });
    if (this.waiting === waiting) this.wait(null);
  }

  /** The person is here, maybe with something that they copied elsewhere. */
  async look(): Promise<void> {
    if ((this.ways.toHost || this.waiting) && this.status.reading === 'allowed') {
      const text = await this.local.read();
      if (text !== null) this.offer(text);
    }
    await this.deliver();
  }

  /** What is on this computer's clipboard goes to the host, unless the host has it or has something newer. */
  offer(text: string): void {
    if (text !== this.here) {
      // A text that the page sees for the first time may be older than what the host has.
      this.isNewer = this.here !== null || this.last === null || this.mayHaveCopied;
      this.here = text;
    }
    this.mayHaveCopied = false;
    if (!this.ways.toHost || text === '' || !this.isNewer) return;
    if (normal(text) === this.last?.text) return;
    this.wait(null);
    this.give(text);
  }

  /** By hand. @returns whether it went */
  send(text: string): boolean {
    return text !== '' && this.give(text);
  }

  /** By hand, what is on this computer's clipboard: the browser may ask the person. @returns the text that went, or null */
  async sendHere(): Promise<string | null> {
    const text = await this.local.read();
    if (text === null) return null;
    this.here = text;
    return this.send(text) ? text : null;
  }

  private give(text: string): boolean {
    if (!this.host) return false;
    if (bytes(text) > MOST_BYTES) {
      this.publish({ problem: { kind: 'too-long' } });
      return false;
    }
    const known = this.host.takesUnicode ? { text, lost: 0 } : toLatin1(text);
    this.host.clipboardPasteFrom(normal(text));
    this.passed({ text: normal(text), echo: hostClipboard(known.text).text, from: 'here' });
    this.publish({ problem: known.lost > 0 ? { kind: 'characters', lost: known.lost } : null });
    return true;
  }

  private passed(last: NonNullable<typeof this.last>): void {
    this.last = last;
    this.isNewer = false;
    this.mayHaveCopied = false;
  }

  private wait(waiting: HostText | null): void {
    this.waiting = waiting;
    if (this.status.waiting !== (waiting !== null)) this.publish({ waiting: waiting !== null });
  }

  private publish(change: Partial<SyncStatus>): void {
    this.status = { ...this.status, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** Windows has two characters for the end of a line. */
const normal = (text: string) => text.replace(/\r\n?/g, '\n');

/** As the host may get it: with two characters for the end of a line. */
export function bytes(text: string): number {
  // Nobody counts the bytes of a text that is too long anyway.
  if (text.length > MOST_BYTES) return text.length;
  const lines = normal(text);
  return new TextEncoder().encode(lines).length + lines.split('\n').length - 1;
}
