/** The REST API by a token, as a program calls it. */

import type { HostCreateInput, HostPatchInput, HostRow } from '../../server/contract/host';
import type { Attempt, Session } from '../../server/contract/session';
import type { AuditRow } from '../../server/contract/audit';
import { ConsoleClient } from './console-client';
import type { ConsoleOptions } from './console-client';
import type { Answer } from './http';
import type { PortalAddress } from './portal-address';
import { until } from './waiting';

export class ApiClient {
  constructor(
    readonly portal: PortalAddress,
    readonly token: string,
  ) {}

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return this.portal.http(`/api/v1${path}`, { method, headers: { ...this.headers, ...json }, ...text });
  }

  /** @throws when the answer is not a success */
  async must(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async create<T>(path: string, body: unknown): Promise<T> {
    return (await this.must('POST', path, body)).json<T>();
  }

  addHost(id: string, targets: string | string[], more: Partial<HostCreateInput> = {}): Promise<HostRow> {
    return this.create('/hosts', { id, targets: [targets].flat(), ...more });
  }

  async updateHost(id: string, patch: HostPatchInput): Promise<HostRow> {
    return (await this.must('PATCH', `/hosts/${id}`, patch)).json<HostRow>();
  }

  async sessions(): Promise<Session[]> {
    return (await this.must('GET', '/sessions')).json<{ items: Session[] }>().items;
  }

  /** The outcome of an attempt, once there is one. */
  async attempt(id: string): Promise<Attempt> {
    return until(`the outcome of attempt ${id}`, async () => {
      const answer = await this.call('GET', `/attempts/${id}`);
      if (answer.status !== 200) return undefined;
      const attempt = answer.json<Attempt>();
      return attempt.state === 'connecting' ? undefined : attempt;
    });
  }

  async audit(query: Record<string, string> = {}): Promise<AuditRow[]> {
    return (await this.must('GET', `/audit?${new URLSearchParams(query).toString()}`)).json<{ items: AuditRow[] }>().items;
  }

  open(hostId: string, { query = '', ...options }: ConsoleOptions & { query?: string } = {}): Promise<ConsoleClient> {
    const { portal } = this;
    return ConsoleClient.open(portal.consoleUrl(hostId, query), { headers: this.headers, ca: portal.ca, ...options });
  }
}
