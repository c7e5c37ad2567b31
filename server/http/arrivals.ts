/** Connections that have not said yet what they want: no first byte, or half a TLS handshake. */

import { networkOf } from '../config/networks';

/** A browser on a slow line has finished its handshake long before. */
const ARRIVAL_MS = 10_000;
/** A half handshake holds about 50 KB: 25 MB for all of them. */
const MAX_ARRIVALS = 512;

/** A socket, as far as arrivals need it. */
export interface Arriving {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  destroy(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

interface Arrival {
  socket: Arriving;
  network: string;
  timer: NodeJS.Timeout;
}

export class Arrivals {
  /** By address and port of the client, the oldest first: a TLS socket and the TCP socket below it have the same. */
  private readonly byClient = new Map<string, Arrival>();
  private readonly perNetwork = new Map<string, number>();

  constructor(private readonly max = MAX_ARRIVALS) {}

  get size(): number {
    return this.byClient.size;
  }

  /** The deadline runs from here: bytes do not move it. */
  begin(socket: Arriving): void {
    if (this.byClient.size >= this.max) this.evict();
    const client = clientOf(socket);
    this.settled(client);
    const network = networkOf(socket.remoteAddress ?? '');
    const arrival = { socket, network, timer: setTimeout(() => this.cut(client), ARRIVAL_MS) };
    this.byClient.set(client, arrival);
    this.perNetwork.set(network, (this.perNetwork.get(network) ?? 0) + 1);
    socket.once('close', () => {
      if (this.byClient.get(client) === arrival) this.settled(client);
    });
  }

  /** The connection speaks: from here on its server has deadlines of its own. */
  end(socket: Arriving): void {
    this.settled(clientOf(socket));
  }

  close(): void {
    for (const client of [...this.byClient.keys()]) this.cut(client);
  }

  /** Makes room for one more. A stranger who opens many connections loses the oldest of those, and nobody else loses one. */
  private evict(): void {
    const [largest] = [...this.perNetwork].reduce((most, one) => (one[1] > most[1] ? one : most));
    for (const [client, { network }] of this.byClient) {
      if (network !== largest) continue;
      this.cut(client);
      return;
    }
  }

  private cut(client: string): void {
    const arrival = this.byClient.get(client);
    this.settled(client);
    arrival?.socket.destroy();
  }

  private settled(client: string): void {
    const arrival = this.byClient.get(client);
    if (!arrival) return;
    clearTimeout(arrival.timer);
    this.byClient.delete(client);
    const left = this.perNetwork.get(arrival.network)! - 1;
    if (left === 0) this.perNetwork.delete(arrival.network);
    else this.perNetwork.set(arrival.network, left);
  }
}

const clientOf = ({ remoteAddress, remotePort }: Arriving): string => `${remoteAddress} ${remotePort}`;
