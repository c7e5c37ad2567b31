/** A child process in a group of its own: its output is kept for failure messages, its end is bounded and certain. */

import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a stopped process may take to leave by itself, ms. */
const GRACE = 3000;
/** Lines of a failed process that its error message shows. */
const SHOWN_LINES = 40;

export interface ProcessOptions {
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Written to standard input, which is then closed. */
  input?: string;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Groups still alive; whatever ends this process ends them too. */
const groups = new Set<number>();
process.on('exit', endLeftovers);
// vitest ends a worker that hangs by a signal, which by default skips the exit handlers.
process.once('SIGTERM', () => process.exit(143));

/** Whatever a failed test did not come to stop. */
export function endLeftovers(): void {
  for (const pid of groups) kill(pid, 'SIGKILL');
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended: what was wanted.
  }
}

export class RunningProcess {
  readonly pid: number;
  /** Everything printed so far, standard output and error in the order they came. */
  readonly lines: string[] = [];
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  readonly exited: Promise<Exit>;
  #listeners = new Set<() => void>();
  #exit: Exit | null = null;

  constructor(
    readonly name: string,
    command: string,
    args: readonly string[],
    options: ProcessOptions = {},
  ) {
    const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`, ...options.env };
    const child = spawn(command, args, { cwd: options.cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    this.pid = child.pid ?? -1;
    if (this.pid > 0) groups.add(this.pid);
    this.#keep(child.stdout, this.stdout);
    this.#keep(child.stderr, this.stderr);
    this.exited = new Promise((resolve) => {
      const end = (exit: Exit): void => {
        groups.delete(this.pid);
        this.#exit = exit;
        this.#notify();
        resolve(exit);
      };
      child.on('error', (error) => {
        this.lines.push(String(error));
        end({ code: -1, signal: null });
      });
      child.on('close', (code, signal) => end({ code, signal }));
    });
  }

  #keep(stream: NodeJS.ReadableStream, into: string[]): void {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      this.#add(lines, into);
    });
    stream.on('end', () => {
      if (rest !== '') this.#add([rest], into);
    });
  }

  #add(lines: string[], into: string[]): void {
    into.push(...lines);
    this.lines.push(...lines);
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  get running(): boolean {
    return this.#exit === null;
  }

  get output(): string {
    return this.lines.slice(-SHOWN_LINES).join('\n');
  }

  /**
   * The first line, printed already or soon, that matches.
   * @throws with the output when the process ends or the time passes without one
   */
  async line(pattern: RegExp, timeout = 20_000): Promise<RegExpExecArray> {
    return this.#until(
      () => {
        for (const line of this.lines) {
          const match = pattern.exec(line);
          if (match) return match;
        }
        return undefined;
      },
      timeout,
      `the line ${String(pattern)}`,
    );
  }

  async #until<T>(find: () => T | undefined, timeout: number, what: string): Promise<T> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (!this.running) throw new Error(`${this.name} ended (${JSON.stringify(this.#exit)}) before ${what}:\n${this.output}`);
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${this.name} did not reach ${what} in ${timeout} ms:\n${this.output}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, left);
        const listeners = this.#listeners;
        function done(): void {
          clearTimeout(timer);
          listeners.delete(done);
          resolve();
        }
        listeners.add(done);
      });
    }
  }

  /** How it ended. @throws when it has not ended in time */
  async exit(timeout = 20_000): Promise<Exit> {
    return this.#until(() => this.#exit ?? undefined, timeout, 'its end').catch((error: unknown) => {
      if (this.#exit) return this.#exit;
      throw error;
    });
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) kill(this.pid, signal);
  }

  /** Asks it to leave, then makes it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', grace = GRACE): Promise<Exit> {
    this.signal(signal);
    const left = await Promise.race([this.exited, delay(grace)]);
    if (left) return left;
    this.signal('SIGKILL');
    return this.exited;
  }
}

/** Runs a command to its end. @throws with its output when it fails */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions & { timeout?: number } = {},
): Promise<RunningProcess> {
  const running = new RunningProcess(command, command, args, options);
  let exit: Exit;
  try {
    exit = await running.exit(options.timeout ?? 30_000);
  } finally {
    await running.stop();
  }
  if (exit.code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${JSON.stringify(exit)}:\n${running.output}`);
  return running;
}
