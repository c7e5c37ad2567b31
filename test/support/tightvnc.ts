/** TightVNC's own X server. */

import { freePort } from './ports';
import { RunningProcess } from './process';
import { temporaryDirectory } from './temporary';
import { passwordFile } from './tigervnc';
import { accepts, listening, until } from './waiting';

export interface TightVnc {
  port: number;
  /** As in DISPLAY. */
  display: string;
  stop(): Promise<unknown>;
}

/** Displays from here on; the server itself cannot pick a free one. */
const FIRST_DISPLAY = 300;

export async function startTightVnc({ password, geometry = '320x240' }: { password?: string; geometry?: string } = {}): Promise<TightVnc> {
  const { path, remove } = temporaryDirectory('tightvnc');
  const port = await freePort();
  const args = ['-rfbport', String(port), '-localhost', '-geometry', geometry, '-depth', '24', '-desktop', 'tight'];
  if (password !== undefined) args.push('-rfbauth', await passwordFile(path, password));
  const { server, display } = await onFreeDisplay(args, port);
  return {
    port,
    display,
    async stop() {
      await server.stop();
      remove();
    },
  };
}

async function onFreeDisplay(args: string[], port: number): Promise<{ server: RunningProcess; display: string }> {
  for (let display = FIRST_DISPLAY + (process.pid % 100); ; display++) {
    const server = new RunningProcess('Xtightvnc', 'Xtightvnc', [`:${display}`, ...args]);
    await until('Xtightvnc to listen or end', async () => !server.running || (await accepts(port)));
    if (server.running || !/already active|in use/i.test(server.output)) {
      await listening(port, server);
      return { server, display: `:${display}` };
    }
  }
}
