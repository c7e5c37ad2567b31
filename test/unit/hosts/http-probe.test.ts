import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { defaultTargetRules } from '../../../server/config/networks';
import { parseTarget } from '../../../server/contract/target';
import { targetAgents } from '../../../server/gateway/target-sockets';
import { probeHttp } from '../../../server/hosts/http-probe';

const servers: net.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function answering(answer: string | null): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    if (answer === null) socket.destroy();
    else socket.once('data', () => socket.end(answer));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const probe = (target: string) => probeHttp(parseTarget(target), {}, targetAgents(defaultTargetRules()));

it('takes any answer in HTTP for a sign of life, whole or, as QEMU sends it, unfinished', async () => {
  expect(await probe(await answering('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n'))).toBe(405);
  expect(await probe(await answering('HTTP/1.1 400 Bad Request\r\nServer: QEMU VNC\r\nConnection: close\r\n'))).toBe(400);
});

it('tells a port that hangs up, one that speaks something else, and one that nobody has', async () => {
  await expect(probe(await answering(null))).rejects.toMatchObject({ code: 'host_unreachable' });
  await expect(probe(await answering('RFB 003.008\n'))).rejects.toMatchObject({ code: 'host_not_websocket' });
  await expect(probe('ws://127.0.0.1:1/')).rejects.toMatchObject({ code: 'host_unreachable' });
});
