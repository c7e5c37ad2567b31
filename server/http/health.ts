import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendOwn } from './own-answer';

/** A probe asks every few seconds and waits about as long: an answer that comes later is no answer. */
const DATABASE_MS = 2000;
/** Anybody may ask, and each write is one to the disk: what the last one showed holds for so long. */
const WRITES_KEPT_MS = 5000;

export interface Readiness {
  /** Resolves when the database answers. */
  pingDatabase: () => Promise<unknown>;
  /** Whether it takes writes too, without which nobody can sign in or open a session. Never rejects. */
  takesWrites: () => Promise<boolean>;
  /** Why the portal can't serve whatever the database says; null when it can. */
  blocked: () => 'starting' | 'draining' | null;
}

export function sendAlive(request: IncomingMessage, response: ServerResponse): void {
  send(request, response, 200, 'alive');
}

export async function sendReady(request: IncomingMessage, response: ServerResponse, readiness: Readiness): Promise<void> {
  const blocked = readiness.blocked();
  if (blocked) {
    send(request, response, 503, blocked);
    return;
  }
  if ((await databaseAnswers(readiness)) && (await readiness.takesWrites())) send(request, response, 200, 'ready');
  else send(request, response, 503, 'database');
}

export function databaseAnswers({ pingDatabase }: Pick<Readiness, 'pingDatabase'>): Promise<boolean> {
  return inTime(pingDatabase());
}

/** One write at a time, and one in a while. @param write a small one */
export function takesWrites(write: () => Promise<unknown>, now = () => performance.now()): Readiness['takesWrites'] {
  let last: { at: number; takes: Promise<boolean> } | null = null;
  return () => {
    if (last === null || now() - last.at >= WRITES_KEPT_MS) last = { at: now(), takes: inTime(write()) };
    return last.takes;
  };
}

async function inTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), DATABASE_MS);
  });
  const answer = work.then(
    () => true,
    () => false,
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function send(request: IncomingMessage, response: ServerResponse, status: number, state: string): void {
  sendOwn(request, response, status, 'application/json', JSON.stringify({ status: state }));
}
