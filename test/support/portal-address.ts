import { http } from './http';
import type { Answer, HttpOptions } from './http';

/** Where a portal is to be reached, and by which authority its certificate is vouched for. */
export class PortalAddress {
  constructor(
    /** Without a trailing slash; with the sub-path if there is one. */
    readonly url: string,
    readonly ca: string | undefined,
  ) {}

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** `127.0.0.1:PORT`, as it stands in a Host header. */
  get host(): string {
    return new URL(this.url).host;
  }

  get origin(): string {
    return new URL(this.url).origin;
  }

  /** Address of a host's console. */
  consoleUrl(hostId: string, query = ''): string {
    return `${this.url.replace(/^http/, 'ws')}/vnc/${hostId}${query}`;
  }

  http(path: string, options: HttpOptions = {}): Promise<Answer> {
    return http(`${this.url}${path}`, { ca: this.ca, ...options });
  }
}
