/** TigerVNC's own X server, listening for RFB on plain TCP. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningProcess, runProcess } from './process';
import { freePort } from './ports';
import { temporaryDirectory } from './temporary';
import { listening } from './waiting';

export interface TigerVncOptions {
  password?: string;
  geometry?: string;
  /** Shown in an xterm, for a screen that is not empty. */
  text?: string;
}

export interface TigerVnc {
  port: number;
  /** As in DISPLAY, for X clients that draw on it. */
  display: string;
  stop(): Promise<unknown>;
}

export async function startTigerVnc({ password, geometry = '320x240', text }: TigerVncOptions = {}): Promise<TigerVnc> {
  const { path, remove } = temporaryDirectory('tigervnc');
  const port = await freePort();
  // With -displayfd the server itself picks a display that is free, and writes its number when it serves.
  const args = ['-displayfd', '1', '-rfbport', String(port), '-localhost', '-UseBlacklist=0', '-geometry', geometry, '-depth', '24'];
  if (password === undefined) args.push('-SecurityTypes', 'None');
  else args.push('-SecurityTypes', 'VncAuth', '-PasswordFile', await passwordFile(path, password));
  const server = new RunningProcess('Xtigervnc', 'Xtigervnc', args);
  const [, number] = await server.line(/^(\d+)$/);
  await listening(port, server);
  const xterm =
    text === undefined
      ? null
      : new RunningProcess('xterm', 'xterm', ['-display', `:${number!}`, '-e', 'sh', '-c', `echo '${text}'; sleep 600`]);
  return {
    port,
    display: `:${number!}`,
    async stop() {
      await xterm?.stop();
      await server.stop();
      remove();
    },
  };
}

async function passwordFile(directory: string, password: string): Promise<string> {
  const file = join(directory, 'password');
  const script = 'printf "%s\\n" "$1" | tigervncpasswd -f > "$2"';
  writeFileSync(file, '', { mode: 0o600 });
  await runProcess('sh', ['-c', script, 'sh', password, file]);
  return file;
}
