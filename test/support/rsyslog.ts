/** rsyslogd, taking messages over TCP or TLS into a file. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority, Certificate } from './certificates';
import { freePort } from './ports';
import { RunningProcess } from './process';
import { temporaryDirectory } from './temporary';
import { listening } from './waiting';

export interface Rsyslog {
  port: number;
  /** Every message so far, a line each, as it came. */
  messages(): string[];
  start(): Promise<void>;
  /** Ends it; what it has taken stays in the file. */
  halt(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

export async function startRsyslog(tls?: { authority: Authority; certificate: Certificate }): Promise<Rsyslog> {
  const { path: directory, remove } = temporaryDirectory('rsyslog');
  const port = await freePort();
  const file = join(directory, 'messages');
  const config = join(directory, 'rsyslog.conf');
  const secure = tls
    ? `global(defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="${tls.authority.caFile}"
       defaultNetstreamDriverCertFile="${tls.certificate.certFile}" defaultNetstreamDriverKeyFile="${tls.certificate.keyFile}")
       module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")`
    : 'module(load="imtcp")';
  writeFileSync(
    config,
    `global(workDirectory="${directory}" maxMessageSize="64k")
     ${secure}
     template(name="raw" type="string" string="%rawmsg%\\n")
     input(type="imtcp" port="${port}" address="127.0.0.1")
     action(type="omfile" file="${file}" template="raw" asyncWriting="off" flushOnTXEnd="on")\n`,
  );
  let running: RunningProcess | null = null;
  const server: Rsyslog = {
    port,
    messages: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []),
    async start() {
      running = new RunningProcess('rsyslogd', 'rsyslogd', ['-n', '-f', config, '-i', join(directory, 'pid')]);
      await listening(port, running);
    },
    async halt(signal = 'SIGTERM') {
      await running?.stop(signal);
      running = null;
    },
    async stop() {
      await server.halt();
      remove();
    },
  };
  await server.start();
  return server;
}
