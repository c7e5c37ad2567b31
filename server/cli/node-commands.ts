import type { Command } from 'commander';
import { NodeRepository } from '../nodes/node-repository';
import { withServices } from './services';
import { print, table, time } from './table';

const MIB = 2 ** 20;

export function addNodeCommands(node: Command): void {
  node
    .command('list')
    .description('the processes of the portal on every machine, as each last told of itself')
    .option('--json', 'as JSON, with every field')
    .addHelpText('after', `\nExample:\n  portal node list --json`)
    .action(list);
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const nodes = await withServices(({ db }) => new NodeRepository(db).all());
  nodes.sort((a, b) => a.machine.localeCompare(b.machine, 'en', { numeric: true }) || a.worker - b.worker);
  if (json) {
    print(JSON.stringify(nodes, null, 2));
    return;
  }
  const rows = nodes.map(({ machine, worker, pid, state, consoles, cpu, memory, version, seenAt }) =>
    [machine, worker, pid, state, consoles, cpu.toFixed(2), `${Math.round(memory / MIB)} MiB`, version, time(seenAt)].map(String),
  );
  print(table(['MACHINE', 'WORKER', 'PID', 'STATE', 'CONSOLES', 'CORES', 'MEMORY', 'VERSION', 'LAST HEARD'], rows));
}
