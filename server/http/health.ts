import type { ServerResponse } from 'node:http';

/** A probe asks every few seconds and waits about as long: an answer that comes later is no answer. */
const DATABASE_MS = 2000;

export interface Readiness {
  /** Resolves when the database answers. */
  pingDatabase: () => Promise<unknown>;
  /** Why the portal can't serve whatever the database says; null when it can. */
  blocked: () => 'starting' | 'draining' | null;
}

export function sendAlive(response: ServerResponse): void {
  send(response, 200, 'alive');
}

export async function sendReady(response: ServerResponse, readiness: Readiness): Promise<void> {
  const blocked = readiness.blocked();
  if (blocked) {
    send(response, 503, blocked);
    return;
  }
  if (await databaseAnswers(readiness)) send(response, 200, 'ready');
  else send(response, 503, 'database');
}

export async function databaseAnswers({ pingDatabase }: Pick<Readiness, 'pingDatabase'>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), DATABASE_MS);
  });
  const answer = pingDatabase().then(
    () => true,
    () => false,
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function send(response: ServerResponse, status: number, state: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify({ status: state })}\n`);
}
