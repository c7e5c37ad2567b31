/** Looks inside the running portal through Node's own inspector. */

import { WebSocket } from 'ws';
import type { Portal } from './portal';
import { within } from './waiting';

/** For the portal's environment: the inspector listens on a port of its own. */
export const inspected = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** How many timers it holds. */
export async function activeTimers(portal: Portal): Promise<number> {
  const [, url] = await portal.process.line(/Debugger listening on (ws:\S+)/);
  const socket = new WebSocket(url!);
  const answer = new Promise<number>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      const expression = 'process.getActiveResourcesInfo().filter((name) => name === "Timeout").length';
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
    });
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { id?: number; result?: { result: { value: number } } };
      if (message.id === 1) resolve(message.result!.result.value);
    });
  });
  try {
    return await within('an answer of the inspector', answer);
  } finally {
    socket.terminate();
  }
}

/** Has a worker thread of the portal, the first one that the inspector finds, run a program. Does not wait for its end. */
export async function runInThread(portal: Portal, expression: string): Promise<void> {
  const [, url] = await portal.process.line(/Debugger listening on (ws:\S+)/);
  const socket = new WebSocket(url!);
  const send = (id: number, method: string, params: object) => socket.send(JSON.stringify({ id, method, params }));
  const begun = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => send(1, 'NodeWorker.enable', { waitForDebuggerOnStart: false }));
    socket.on('message', (data: Buffer) => {
      const { method, params, id } = JSON.parse(data.toString()) as { id?: number; method?: string; params?: { sessionId: string } };
      if (method === 'NodeWorker.attachedToWorker') {
        const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
        send(2, 'NodeWorker.sendMessageToWorker', { sessionId: params!.sessionId, message });
      }
      if (id === 2) resolve();
    });
  });
  try {
    await within('a thread to run it', begun);
  } finally {
    socket.terminate();
  }
}
