/**
 * Connections that the primary has taken and is handing to a worker. A worker that dies before it has one leaves the descriptor in the
 * primary, and the client waiting for ever: Node's cluster waits for a word of that worker.
 */

/** What is sent along with a message: a descriptor of the system. */
interface Handle {
  close(): void;
}

/** A process that is sent messages, as far as it is looked at here. */
export interface Receiver {
  send(message: unknown, ...rest: unknown[]): boolean;
}

function isHandle(value: unknown): value is Handle {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function' && 'fd' in value;
}

/** One for all workers: a connection that one of them has not taken goes to another one. */
export class ConnectionsOnTheirWay {
  private readonly receivers = new WeakMap<Handle, Receiver>();

  /** @returns closes what is still on its way to this process, which has ended */
  follow(receiver: Receiver): () => void {
    const send = receiver.send.bind(receiver);
    // Each is sent one at a time, and closed here once it has arrived.
    let last: Handle | null = null;
    receiver.send = (message, ...rest) => {
      const [handle] = rest;
      if (isHandle(handle)) {
        last = handle;
        this.receivers.set(handle, receiver);
      }
      return send(message, ...rest);
    };
    return () => {
      // One that has arrived is closed already, and closing it again does nothing.
      if (last && this.receivers.get(last) === receiver) last.close();
      last = null;
    };
  }
}
