import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AuditRow } from '../../contract/audit';
import type { WebhookSettings } from '../../config/audit-settings';
import { DestinationError, type Destination } from './destination';

const TIMEOUT_MS = 15_000;
const BATCH = 200;

/** Posts `{"rows": […]}`, with rows as the REST API has them. Any 2xx says that they have arrived; a redirect is not followed. */
export class WebhookDestination implements Destination {
  readonly kind = 'webhook';
  readonly batch = BATCH;
  readonly address: string;

  constructor(
    private readonly settings: WebhookSettings,
    private readonly now: () => number = Date.now,
  ) {
    this.address = settings.url.origin;
  }

  async send(rows: AuditRow[], signal: AbortSignal): Promise<void> {
    const body = Buffer.from(JSON.stringify({ rows }), 'utf8');
    const status = await this.post(body, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    if (status < 200 || status > 299) throw new DestinationError(`it answered ${status}`);
  }

  close(): void {
    // Nothing stays open between two batches.
  }

  private post(body: Buffer, signal: AbortSignal): Promise<number> {
    const { url, ca } = this.settings;
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(url, { method: 'POST', headers: this.headers(body), signal, agent: false, ...(ca === null ? {} : { ca }) });
      request.on('response', (response) => {
        response.resume();
        response.on('error', () => undefined);
        resolve(response.statusCode ?? 0);
      });
      request.on('error', (error: NodeJS.ErrnoException) =>
        reject(new DestinationError(signal.aborted ? 'it did not answer in time' : (error.code ?? error.name))),
      );
      request.end(body);
    });
  }

  /** The time is signed too: a message that was seen cannot be sent again later. */
  private headers(body: Buffer): Record<string, string | number> {
    const time = String(Math.floor(this.now() / 1000));
    const { secret } = this.settings;
    return {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      'User-Agent': 'vnc-portal',
      'X-Vnc-Portal-Timestamp': time,
      ...(secret === null
        ? {}
        : { 'X-Vnc-Portal-Signature': `v1=${createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex')}` }),
    };
  }
}
