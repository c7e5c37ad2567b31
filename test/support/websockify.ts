/** websockify in front of a VNC server. */

import { RunningProcess } from './process';
import { freePort } from './ports';
import { listening } from './waiting';
import type { Certificate } from './certificates';

export interface Websockify {
  port: number;
  url: string;
  stop(): Promise<unknown>;
}

export async function startWebsockify(target: number, certificate?: Certificate): Promise<Websockify> {
  const port = await freePort();
  const tls = certificate ? ['--cert', certificate.certFile, '--key', certificate.keyFile, '--ssl-only'] : [];
  const server = new RunningProcess('websockify', 'websockify', [...tls, `127.0.0.1:${port}`, `127.0.0.1:${target}`]);
  await listening(port, server);
  return { port, url: `${certificate ? 'wss' : 'ws'}://127.0.0.1:${port}/websockify`, stop: () => server.stop() };
}
