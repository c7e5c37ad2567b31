/** How the hot path reads a host, whatever its connection is: each piece as soon as it arrives, and no faster than the browser takes it. */

import type { Duplex } from 'node:stream';

/** Takes what is read from a host, by reference. */
export interface UpstreamConsumer {
  /**
   * Takes the bytes of `buffer` from `from` to `to`. The bytes before `from` are free: a frame header may be written there.
   * @returns whether to read on; if not, nothing is read until `readOn()`
   */
  consume(buffer: Buffer, from: number, to: number): boolean;
  /**
   * Whether no write uses the memory that `consume` was given: every write has completed, or its socket is destroyed. The reader asks this
   * itself before it reads into the memory again or hands it to another session.
   */
  readonly released: boolean;
}

export interface UpstreamReader {
  /** From now on all bytes go to `consumer`, unread ones first. The stream's `end`, `error` and `close` stay events. */
  readInto(consumer: UpstreamConsumer): void;
  /** Reads on after `consume` returned false. Does nothing as long as the consumer has not released the memory. */
  readOn(): void;
}

export function upstreamReader(host: Duplex): UpstreamReader {
  return isReader(host) ? host : new DataEvents(host);
}

function isReader(host: Duplex): host is Duplex & UpstreamReader {
  return 'readInto' in host;
}

/** Connections that can't be read into memory of the portal's choice, such as TLS: each chunk is new memory, so none is used twice. */
class DataEvents implements UpstreamReader {
  constructor(private readonly host: Duplex) {}

  readInto(consumer: UpstreamConsumer): void {
    this.host.on('data', (chunk: Buffer) => {
      if (!consumer.consume(chunk, 0, chunk.length)) this.host.pause();
    });
    this.host.resume();
  }

  readOn(): void {
    this.host.resume();
  }
}
