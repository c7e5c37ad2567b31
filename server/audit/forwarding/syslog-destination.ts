import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditRow } from '../../contract/audit';
import type { SyslogSettings } from '../../config/audit-settings';
import { DestinationError, type Destination } from './destination';
import { framed, syslogMessage } from './syslog-message';

const CONNECT_TIMEOUT_MS = 5000;
const SEND_TIMEOUT_MS = 10_000;
/**
 * Syslog answers nothing. A server that goes away with messages unread resets the connection when it does, or at the next bytes: one that
 * has stayed sound for this long after the bytes left has taken them. Only a machine that vanishes without a word can lose what it was sent.
 */
const SETTLE_MS = 300;
const KEEP_ALIVE_MS = 10_000;
/** About half a megabyte. */
const BATCH = 1000;

export class SyslogDestination implements Destination {
  readonly kind = 'syslog';
  readonly batch = BATCH;
  readonly address: string;
  private connection: Connection | null = null;

  constructor(private readonly settings: SyslogSettings) {
    const { secure, host, port } = settings;
    this.address = `${secure ? 'tls' : 'tcp'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  async send(rows: AuditRow[], signal: AbortSignal): Promise<void> {
    try {
      if (this.connection === null || this.connection.ended) this.connection = await open(this.settings, signal);
      await this.connection.write(Buffer.concat(rows.map((row) => framed(syslogMessage(row)))), signal);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.connection?.close();
    this.connection = null;
  }
}

/** A connection that may end at any time, most of all while nothing is sent. */
class Connection {
  ended = false;
  private readonly lost: Promise<never>;

  constructor(private readonly socket: Socket) {
    this.lost = new Promise((_, reject) => {
      const end = (why: string) => {
        this.ended = true;
        socket.destroy();
        reject(new DestinationError(why));
      };
      socket.on('error', (error) => end(codeOf(error)));
      socket.on('end', () => end('the server closed the connection'));
      socket.on('close', () => end('the connection was closed'));
    });
    this.lost.catch(() => undefined);
    // It says nothing, but its end is only seen by whoever reads.
    socket.resume();
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
  }

  async write(bytes: Buffer, signal: AbortSignal): Promise<void> {
    const late = AbortSignal.any([signal, AbortSignal.timeout(SEND_TIMEOUT_MS)]);
    const flushed = new Promise<void>((resolve, reject) => {
      late.addEventListener('abort', () => reject(new DestinationError('the server did not take it in time')), { once: true });
      this.socket.write(bytes, (error) => (error ? reject(new DestinationError(codeOf(error))) : resolve()));
    });
    flushed.catch(() => undefined);
    await Promise.race([flushed, this.lost]);
    await Promise.race([pause(SETTLE_MS, undefined, { signal }), this.lost]);
  }

  close(): void {
    this.socket.destroy();
  }
}

function open({ secure, host, port, ca, cert, key }: SyslogSettings, signal: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const own = { ...(ca === null ? {} : { ca }), ...(cert === null ? {} : { cert }), ...(key === null ? {} : { key }) };
    const socket = secure
      ? connectTls({ host, port, minVersion: 'TLSv1.2', ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }), ...own })
      : connectTcp({ host, port });
    const late = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
    const failed = (why: string) => {
      socket.destroy();
      reject(new DestinationError(why));
    };
    const givenUp = () => failed('the server did not answer in time');
    late.addEventListener('abort', givenUp, { once: true });
    socket.once('error', (error: Error) => failed(codeOf(error)));
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      late.removeEventListener('abort', givenUp);
      socket.removeAllListeners('error');
      resolve(new Connection(socket));
    });
  });
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
