/** Before anything is timed: what goes into a candidate comes out at the other end, byte for byte, both ways. */

import type { Bench } from './bench';
import type { Candidate } from './candidates';

const DOWN = 4 << 20;
const EVENTS = 500;

/** @throws when a byte is lost, made up or changed */
export async function prove({ client, host, say }: Bench, candidates: readonly Candidate[]): Promise<void> {
  for (const { name, door, event = 'key' } of candidates) {
    await host.tell('behave', { kind: 'proof', bytes: DOWN });
    try {
      const { failure } = await client.tell('open', { door, count: 1, atOnce: 1, candidate: [] });
      if (failure !== null) throw new Error(`${name}: a console could not be opened: ${failure}`);
      const got = await client.tell('prove', { event, events: EVENTS, bytes: DOWN });
      const after = (await host.tell('report', null)).proof;
      if (got.received !== after.sent || got.receivedBytes !== after.sentBytes) {
        throw new Error(`${name} changed what came down: ${got.receivedBytes} of ${after.sentBytes} bytes`);
      }
      if (got.sent !== after.received || got.sentBytes !== after.receivedBytes) {
        throw new Error(`${name} changed what went up: ${after.receivedBytes} of ${got.sentBytes} bytes`);
      }
      say(`${name}: ${after.sentBytes} bytes down and ${EVENTS} events up arrived unchanged`);
    } finally {
      await client.tell('close', { politely: true });
      await host.tell('quiet', null);
    }
  }
}
