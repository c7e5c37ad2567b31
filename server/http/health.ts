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
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), DATABASE_MS);
  });
  try {
    await Promise.race([readiness.pingDatabase(), late]);
    send(response, 200, 'ready');
  } catch {
    send(response, 503, 'database');
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, state: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify({ status: state })}\n`);
}
