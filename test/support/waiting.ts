/** Bounded waits. Each says what it waited for when the time is over. */

import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from './process';

const PAUSE = 20;

/** Calls until the answer is neither undefined, null nor false. */
export async function until<T>(
  what: string,
  find: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeout = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${timeout} ms in vain for ${what}`);
    await delay(PAUSE);
  }
}

export async function within<T>(what: string, promise: Promise<T>, timeout = 10_000): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race([
      promise,
      delay(timeout, undefined, { signal: over.signal }).then(() => {
        throw new Error(`waited ${timeout} ms in vain for ${what}`);
      }),
    ]);
  } finally {
    over.abort();
  }
}

/** Waits until something accepts connections there. @throws with the output of the server when it ends first */
export async function listening(port: number, server: RunningProcess, timeout = 20_000): Promise<void> {
  try {
    await until(
      `${server.name} on port ${port}`,
      async () => {
        if (!server.running) throw new Error(`${server.name} ended before it listened`);
        return accepts(port);
      },
      timeout,
    );
  } catch (error) {
    const { output } = server;
    await server.stop();
    throw new Error(`${String(error)}:\n${output}`, { cause: error });
  }
}

export function accepts(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}
