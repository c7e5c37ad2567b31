/** One conversation with a directory, over TLS where it is asked for, and bounded in time. */

import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Client, type Entry, type SearchOptions } from 'ldapts';
import type { LdapSettings } from '../config/ldap-settings';

const CONNECT_MS = 3000;
const OPERATION_MS = 5000;

interface Parts {
  url: string;
  settings: Pick<LdapSettings, 'startTls' | 'ca'>;
  /** For all that is asked, ms. */
  time: number;
}

export class LdapConnection {
  private constructor(
    private readonly client: Client,
    private readonly startedTls: boolean,
  ) {}

  /** Opens a connection for as long as `work` takes. The certificate is for the name in the URL, or nothing is said. */
  static async with<T>({ url, settings, time }: Parts, work: (connection: LdapConnection) => Promise<T>): Promise<T> {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
    const tls: ConnectionOptions = {
      host,
      ...(isIP(host) ? {} : { servername: host }),
      ...(settings.ca === null ? {} : { ca: settings.ca }),
    };
    const client = new Client({
      url,
      timeout: OPERATION_MS,
      connectTimeout: CONNECT_MS,
      ...(url.startsWith('ldaps') ? { tlsOptions: tls } : {}),
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the directory took too long')), time);
    });
    try {
      const talk = async () => {
        if (settings.startTls) await client.startTLS(tls);
        return work(new LdapConnection(client, settings.startTls));
      };
      return await Promise.race([talk(), late]);
    } finally {
      clearTimeout(timer);
      void client.unbind().catch(() => undefined);
    }
  }

  bind(dn: string, password: string): Promise<void> {
    return this.connected().bind(dn, password);
  }

  /** References to other servers are not followed: those were not configured. */
  async search(base: string, options: SearchOptions): Promise<Entry[]> {
    return (await this.connected().search(base, { derefAliases: 'never', timeLimit: OPERATION_MS / 1000, ...options })).searchEntries;
  }

  /** ldapts would open a lost connection again by itself, and without StartTLS: a password would go over it in the clear. */
  private connected(): Client {
    if (this.startedTls && !this.client.isConnected) throw new Error('the directory has closed the connection');
    return this.client;
  }
}
