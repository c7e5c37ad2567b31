/** A program on an X display that takes down what is typed into it, as any program there would read it. */

import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess, RunningProcess } from './process';
import { until } from './waiting';

export interface XReader {
  /** Everything read since the last call of `forget`. */
  typed(): string;
  forget(): void;
  /** Waits until so many characters have been read, or no more come. */
  received(length: number): Promise<string>;
  /** Its window is there. */
  running(): boolean;
  stop(): Promise<unknown>;
}

/** @param directory for what was typed */
export async function startXReader(display: string, directory: string): Promise<XReader> {
  const file = join(mkdtempSync(join(directory, 'typed-')), 'text');
  const script = 'stty raw -echo; touch "$1"; cat > "$1"';
  const args = ['-u8', '-display', display, '-geometry', '40x10+0+0', '-e', 'sh', '-c', script, 'sh', file];
  const xterm = new RunningProcess('xterm', 'xterm', args, { env: { LC_ALL: 'C.UTF-8' } });
  let from = 0;
  const typed = (): string => new TextDecoder().decode(readFileSync(file).subarray(from), { stream: true });
  await until('an xterm that reads', () => existsSync(file) || !xterm.running);
  if (!xterm.running) throw new Error(`xterm ended: ${xterm.output}`);
  return {
    typed,
    forget: () => (from = readFileSync(file).length),
    async received(length) {
      await until(`${length} characters`, () => Array.from(typed()).length >= length, 15_000).catch(() => undefined);
      return typed();
    },
    running: () => xterm.running,
    stop: () => xterm.stop(),
  };
}

/** Sets the keyboard of an X display to a layout. */
export async function setXLayout(display: string, layout: string): Promise<void> {
  await runProcess('setxkbmap', ['-display', display, '-model', 'pc105', '-layout', layout]);
}
