/** Network namespaces: machines that can reach each other only over the wires that a test lays between them. */

import { RunningProcess, runProcess } from './process';
import type { ProcessOptions } from './process';

export interface NetworkHost {
  name: string;
  /** Starts a process on that machine. */
  start(name: string, command: string, args: readonly string[], options?: ProcessOptions): RunningProcess;
  run(command: string, args: readonly string[], options?: ProcessOptions & { timeout?: number }): Promise<RunningProcess>;
}

export interface Network {
  host(name: string): Promise<NetworkHost>;
  /** A wire between two hosts with an address at each end; `subnet` is the first three numbers of a /24. */
  wire(left: NetworkHost, right: NetworkHost, subnet: string): Promise<{ left: string; right: string }>;
  stop(): Promise<void>;
}

/** Needs root. */
export function createNetwork(): Network {
  const prefix = `vp${process.pid.toString(36)}`;
  const hosts: NetworkHost[] = [];
  let wires = 0;
  const ip = (...args: string[]): Promise<RunningProcess> => runProcess('ip', args);
  return {
    async host(label) {
      const name = `${prefix}-${label}`;
      await ip('netns', 'add', name);
      const inside = (command: string, args: readonly string[]): string[] => ['netns', 'exec', name, command, ...args];
      const host: NetworkHost = {
        name,
        start: (title, command, args, options) => new RunningProcess(title, 'ip', inside(command, args), options),
        run: (command, args, options) => runProcess('ip', inside(command, args), options),
      };
      hosts.push(host);
      await host.run('ip', ['link', 'set', 'lo', 'up']);
      // A machine with two wires must not forward between them: only the portal may join the two networks.
      await host.run('sh', ['-c', 'echo 0 >/proc/sys/net/ipv4/ip_forward']);
      return host;
    },
    async wire(left, right, subnet) {
      wires += 1;
      const [a, b] = [`${prefix}w${wires}a`, `${prefix}w${wires}b`];
      await ip('link', 'add', a, 'netns', left.name, 'type', 'veth', 'peer', 'name', b, 'netns', right.name);
      const ends = [
        [left, a, `${subnet}.1`],
        [right, b, `${subnet}.2`],
      ] as const;
      for (const [host, device, address] of ends) {
        await host.run('ip', ['addr', 'add', `${address}/24`, 'dev', device]);
        await host.run('ip', ['link', 'set', device, 'up']);
      }
      return { left: ends[0][2], right: ends[1][2] };
    },
    async stop() {
      for (const host of hosts) await ip('netns', 'del', host.name);
    },
  };
}
