/** Signs in and calls the portal as a browser does: by its form, with a cookie and an Origin. */

import { ConsoleClient } from './console-client';
import type { ConsoleOptions } from './console-client';
import type { Answer, HttpOptions } from './http';
import type { PortalAddress } from './portal-address';

export interface StoredCookie {
  value: string;
  /** Everything after the value, as the portal sent it. */
  attributes: string;
}

export class WebBrowser {
  readonly cookies = new Map<string, StoredCookie>();

  constructor(readonly portal: PortalAddress) {}

  get cookie(): string {
    return [...this.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  }

  /** What a browser sends with a WebSocket that a page of the portal opens. */
  get headers(): Record<string, string> {
    return { cookie: this.cookie, origin: this.portal.origin };
  }

  async request(path: string, { headers = {}, ...options }: HttpOptions = {}): Promise<Answer> {
    const answer = await this.portal.http(path, {
      ...options,
      headers: { ...(this.cookies.size > 0 ? { cookie: this.cookie } : {}), origin: this.portal.origin, ...headers },
    });
    for (const line of answer.headers['set-cookie'] ?? []) this.#store(line);
    return answer;
  }

  #store(line: string): void {
    const [, name, value, attributes] = /^([^=]+)=([^;]*);?\s*(.*)$/.exec(line)!;
    const ends = /expires=([^;]+)/i.exec(attributes!)?.[1];
    if (/max-age=0\b/i.test(attributes!) || (ends !== undefined && Date.parse(ends) < Date.now())) this.cookies.delete(name!);
    else this.cookies.set(name!, { value: value!, attributes: attributes! });
  }

  get(path: string): Promise<Answer> {
    return this.request(path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.#send('POST', path, body);
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.#send('PATCH', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.request(path, { method: 'DELETE' });
  }

  #send(method: string, path: string, body: unknown): Promise<Answer> {
    return this.request(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  }

  /** Sends the sign-in form; the answer says where to go, with or without an error. */
  async submitSignIn(name: string, password: string, more: Record<string, string> = {}): Promise<Answer> {
    return this.#form('/api/auth/callback/credentials', { name, password, json: 'true', ...more });
  }

  async #form(path: string, fields: Record<string, string>): Promise<Answer> {
    const { csrfToken } = (await this.get('/api/auth/csrf')).json<{ csrfToken: string }>();
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, ...fields }).toString(),
    });
  }

  /** @throws when the portal does not let the person in */
  async signIn(name: string, password: string): Promise<void> {
    const answer = await this.submitSignIn(name, password);
    if (this.sessionCookie === undefined) throw new Error(`sign-in as ${name}: ${answer.status} ${answer.text}`);
  }

  get sessionCookie(): (StoredCookie & { name: string }) | undefined {
    for (const [name, cookie] of this.cookies) if (/^(__Host-|__Secure-)?vnc-portal$/.test(name)) return { name, ...cookie };
    return undefined;
  }

  signOut(): Promise<Answer> {
    return this.#form('/api/auth/signout', { json: 'true' });
  }

  async createToken(name: string, expiresInDays?: number): Promise<{ id: string; token: string }> {
    const answer = await this.post('/api/v1/tokens', { name, ...(expiresInDays === undefined ? {} : { expiresInDays }) });
    if (answer.status >= 300) throw new Error(`token: ${answer.status} ${answer.text}`);
    return answer.json();
  }

  open(hostId: string, { query = '', ...options }: ConsoleOptions & { query?: string } = {}): Promise<ConsoleClient> {
    const { portal } = this;
    return ConsoleClient.open(portal.consoleUrl(hostId, query), { headers: this.headers, ca: portal.ca, ...options });
  }
}
