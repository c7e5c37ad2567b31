import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultTargetRules } from '../../../server/config/networks';
import { targetAgents } from '../../../server/gateway/target-sockets';
import { HostStatusBoard, type LastConsole } from '../../../server/hosts/status-board';
import { silent } from '../../support/databases';
import { until } from '../../support/waiting';

const MINUTE = 60_000;
const HTTP = 'HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n';

describe('a port that spoke something else than HTTP', () => {
  let server: net.Server;
  let answer: string;
  let asked: number;
  let board: HostStatusBoard;
  let now: number;
  let last: LastConsole | undefined;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    [asked, now, last] = [0, 0, undefined];
    server = net.createServer((socket) => {
      asked += 1;
      socket.on('error', () => undefined).once('data', () => socket.end(answer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = { id: 'h', targets: [`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`], tls: {}, updatedAt: 1 };
    const hosts = vi.fn(() => Promise.resolve([host]));
    board = new HostStatusBoard({
      sources: { hosts, lastConsoles: () => Promise.resolve(new Map(last ? [['h', last]] : [])) },
      agents: targetAgents(defaultTargetRules()),
      log: silent,
      now: () => now,
      random: () => 0.5,
    });
    board.start();
    await pass(5000, () => hosts.mock.calls.length > 0);
    await new Promise((resolve) => setImmediate(resolve));
  });
  afterEach(() => {
    board.stop();
    server.close();
    vi.useRealTimers();
  });

  const status = async () => (await board.of(['h'])).get('h')!;
  /** Lets so much time pass, and waits for what the board does about it. */
  async function pass(ms: number, done: () => Promise<boolean> | boolean): Promise<void> {
    now += ms;
    await until('the board', () => {
      vi.advanceTimersByTime(500);
      return done();
    });
  }
  const seen = (state: string) => async () => {
    const found = await status();
    return found.state === state && found.at === now;
  };

  it('is probed again, after longer and longer, and its host recovers', async () => {
    answer = 'SSH-2.0-OpenSSH_9.2\r\n';
    await pass(MINUTE, seen('down'));
    await pass(MINUTE, () => true);
    expect(asked).toBe(1);
    await pass(MINUTE, seen('down'));
    expect(asked).toBe(2);
    answer = HTTP;
    await pass(4 * MINUTE, seen('up'));
    await pass(MINUTE, seen('up'));
    expect(asked).toBe(4);
  });

  it('is left alone when it is a VNC server, which counts such probes, until a console of the host works', async () => {
    answer = 'RFB 003.008\n';
    await pass(MINUTE, seen('down'));
    await pass(24 * 60 * MINUTE, () => true);
    expect(asked).toBe(1);
    answer = HTTP;
    last = { at: now, reason: '', ok: true };
    expect(await status()).toMatchObject({ state: 'up', source: 'console' });
    await pass(MINUTE, seen('up'));
    expect([(await status()).source, asked]).toEqual(['probe', 2]);
  });
});
