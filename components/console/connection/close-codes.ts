import type { Failure } from './failure-row';
import { failure } from './failures';

/** The close codes of an open console (DESIGN.md, "WebSocket /vnc/:id"). The reason text is for logs; the code decides. */
const endings: Record<number, Failure> = {
  1001: failure('draining'),
  1006: failure('connection_lost'),
  1008: failure('message_not_allowed'),
  4001: failure('signed_out'),
  4002: failure('ended_by_administrator'),
  4003: failure('idle'),
  4004: failure('host_changed'),
  4005: failure('host_in_use'),
};

/** Any other code is the host's own way of closing, passed on. */
export function failureOfClose(code: number): Failure {
  return endings[code] ?? failure('host_closed');
}

/** The portal knows more about these than the code says: what ails the host, what right was taken away, who ended it. */
const tellsMore: ReadonlySet<number> = new Set([1011, 4001, 4002, 4005]);

export function worthAsking(code: number): boolean {
  return tellsMore.has(code);
}
