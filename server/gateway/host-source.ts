/** How the hot path reads a host, whatever its connection is: piece by piece, each as soon as it is there, and no faster than it can be sent on. */

import type { Duplex } from 'node:stream';

/**
 * The bytes of `buffer` from `from` to `to`. Those before `from` are nobody's: a frame's header may be written there.
 * @returns whether the memory is free again; if not, nothing more is read until `goOn()`
 */
export type OnBytes = (buffer: Buffer, from: number, to: number) => boolean;

export interface HostSource {
  /** From now on all bytes go to `onBytes`, those first that nobody has read yet. The stream's end, errors and close are events as before. */
  flowTo(onBytes: OnBytes): void;
  /** After `onBytes` returned false, and nothing is being written from its memory any more. */
  goOn(): void;
}

export function sourceOf(host: Duplex): HostSource {
  return isSource(host) ? host : new DataEvents(host);
}

function isSource(host: Duplex): host is Duplex & HostSource {
  return 'flowTo' in host;
}

/** Connections that can't be read into memory of the portal's own choice, such as TLS: each chunk is new memory. */
class DataEvents implements HostSource {
  constructor(private readonly host: Duplex) {}

  flowTo(onBytes: OnBytes): void {
    this.host.on('data', (chunk: Buffer) => {
      if (!onBytes(chunk, 0, chunk.length)) this.host.pause();
    });
    this.host.resume();
  }

  goOn(): void {
    this.host.resume();
  }
}
