import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildProgram } from '../../../server/cli/program';
import { NodeRepository } from '../../../server/nodes/node-repository';
import { databases, testSecret, type TestDatabase } from '../../support/databases';

describe('portal node list', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await databases[0]!.create();
    const nodes = new NodeRepository(await test.open());
    const load = { consoles: 12, cpu: 250, memory: 200 * 2 ** 20, delay: 1500, traffic: 0 };
    for (const worker of [10, 2]) {
      const node = { id: `n.${worker}`, machine: 'vnc-1', worker, pid: 4000 + worker, version: '1.2.3', startedAt: 1 };
      await nodes.enter(node, load, 'up', Date.UTC(2026, 0, 5, 9));
    }
    vi.stubEnv('DATA_DIR', test.settings.dataDir);
    vi.stubEnv('AUTH_SECRET', testSecret.toString());
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    vi.unstubAllEnvs();
    await test.remove();
  });

  async function printed(...args: string[]): Promise<string> {
    let text = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((what) => {
      text += String(what);
      return true;
    });
    await buildProgram().parseAsync(['node', 'list', ...args], { from: 'user' });
    return text;
  }

  it('shows every process with its load, by machine and number', async () => {
    expect((await printed()).split('\n')).toEqual([
      'MACHINE  WORKER  PID   STATE  CONSOLES  CORES  MEMORY   VERSION  LAST HEARD',
      'vnc-1    2       4002  up     12        0.25   200 MiB  1.2.3    2026-01-05 09:00 UTC',
      'vnc-1    10      4010  up     12        0.25   200 MiB  1.2.3    2026-01-05 09:00 UTC',
      '',
    ]);
  });

  it('tells every field as JSON', async () => {
    expect(JSON.parse(await printed('--json'))).toMatchObject([{ id: 'n.2', delay: 1.5, beat: 1 }, { id: 'n.10' }]);
  });
});
