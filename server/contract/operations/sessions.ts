import { attemptCredentialsSchema, attemptQuerySchema, attemptSchema, liveSessionSchema, sessionEndSchema } from '../session';
import { itemsOf, type Operation } from './operation';

export const sessionsOperations = {
  listSessions: {
    method: 'GET',
    path: '/sessions',
    audience: 'admin',
    summary: 'The consoles that are open now',
    response: itemsOf(liveSessionSchema),
  },
  endSession: {
    method: 'DELETE',
    path: '/sessions/:id',
    audience: 'admin',
    summary: 'End a console with 4002; its page tells who did it',
  },
  endSessionSaying: {
    method: 'POST',
    path: '/sessions/:id/end',
    audience: 'admin',
    summary: 'The same with a message, which its page shows beside who did it; in a body, for addresses end up in the logs of proxies',
    body: sessionEndSchema,
  },
  getAttempt: {
    method: 'GET',
    path: '/attempts/:id',
    audience: 'user',
    power: 'connect',
    narrowed: true,
    summary: "What became of one of the caller's attempts to open a console",
    query: attemptQuerySchema,
    response: attemptSchema,
  },
  answerAttempt: {
    method: 'PUT',
    path: '/attempts/:id/credentials',
    audience: 'user',
    power: 'connect',
    narrowed: true,
    summary: "Give the VNC credentials that one of the caller's attempts waits for",
    body: attemptCredentialsSchema,
  },
  keepCredentials: {
    method: 'PUT',
    path: '/attempts/:id/kept-credentials',
    audience: 'admin',
    summary: "Store the VNC credentials that opened one of the caller's consoles with its host; no console ends with that",
    body: attemptCredentialsSchema,
  },
} as const satisfies Record<string, Operation>;
