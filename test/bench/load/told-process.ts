/** The side that tells a load process what to do. */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../support/portal';
import { within } from '../../support/waiting';
import type { ClientOrders, HostOrders, Order, PeopleOrders, Reply } from './orders';

type Of<Orders, Name extends keyof Orders, Part extends 'order' | 'answer'> = Orders[Name] extends Record<Part, infer T> ? T : never;

const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

export class ToldProcess<Orders> {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private next = 0;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    living.add(child);
    child.on('message', (message) => {
      const reply = message as Reply;
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
    });
    child.on('exit', (code, signal) => {
      living.delete(child);
      for (const [id, settle] of this.waiting) settle({ id, error: `${name} ended with ${code ?? signal ?? ''}` });
      this.waiting.clear();
    });
  }

  static start<Orders>(name: string, file: string, core: number): ToldProcess<Orders> {
    const program = [process.execPath, '--import', 'tsx', join(import.meta.dirname, file)];
    const child = spawn('taskset', ['-c', String(core), ...program], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    return new ToldProcess<Orders>(name, child);
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** @throws what went wrong there, or that no answer came in time */
  async tell<Name extends keyof Orders & string>(
    name: Name,
    order: Of<Orders, Name, 'order'>,
    timeout = 60_000,
  ): Promise<Of<Orders, Name, 'answer'>> {
    const id = this.next++;
    const replied = new Promise<Reply>((resolve) => this.waiting.set(id, resolve));
    this.child.send({ id, name, order } satisfies Order);
    const reply = await within(`${this.name} to ${name}`, replied, timeout);
    if ('error' in reply) throw new Error(`${this.name}, ${name}: ${reply.error}`);
    return reply.answer as Of<Orders, Name, 'answer'>;
  }

  /** Moves all its threads. */
  pin(core: number): void {
    const { status, stderr } = spawnSync('taskset', ['-a', '-p', '-c', String(core), String(this.pid)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`taskset: ${stderr}`);
  }

  async stop(): Promise<void> {
    if (!living.has(this.child)) return;
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await within(`the end of ${this.name}`, gone, 5000).catch(() => this.child.kill('SIGKILL'));
  }
}

export type LoadClient = ToldProcess<ClientOrders>;
export type LoadHost = ToldProcess<HostOrders>;
export const startLoadClient = (core: number): LoadClient => ToldProcess.start<ClientOrders>('the load’s client', 'client.ts', core);
export const startLoadHost = (core: number): LoadHost => ToldProcess.start<HostOrders>('the load’s host', 'host.ts', core);
export const startPeople = (core: number) => ToldProcess.start<PeopleOrders>('the people', 'people.ts', core);
