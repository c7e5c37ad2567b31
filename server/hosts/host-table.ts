/** Hosts as rows of their table, and back. */

import { hostSchema, type Host } from '../contract/host';
import { keyboardLayoutSchema } from '../contract/keyboard';
import type { HostTable } from '../db/schema';
import { naturalKey } from './natural-key';

/** A host with what is never shown of it. */
export interface StoredHost {
  host: Host;
  sealedPassword: string | null;
}

export function toTable({ host, sealedPassword }: StoredHost, search: string, publicSearch: string): HostTable {
  return {
    id: host.id,
    name: host.name,
    description: host.description,
    tags: JSON.stringify(host.tags),
    targets: JSON.stringify(host.targets),
    balance: host.balance,
    tls: JSON.stringify(host.tls),
    vnc_username: host.credentials.username ?? null,
    vnc_password: sealedPassword,
    policy: JSON.stringify(host.policy),
    sort_name: naturalKey(host.name),
    search,
    public_search: publicSearch,
    created_at: host.createdAt,
    updated_at: host.updatedAt,
    banner: host.banner,
    keyboard: host.keyboard,
  };
}

export function storedHost(row: HostTable): StoredHost {
  return { host: fromTable(row), sealedPassword: row.vnc_password };
}

/** Layouts come with versions of the portal, not with migrations: one that this version does not know is none. */
const storedLayout = keyboardLayoutSchema.nullable().catch(null);

/** @throws ZodError for a row that no version of the portal has written */
export function fromTable(row: HostTable): Host {
  return hostSchema.parse({
    id: row.id,
    name: row.name,
    description: row.description,
    tags: JSON.parse(row.tags) as unknown,
    targets: JSON.parse(row.targets) as unknown,
    balance: row.balance,
    tls: JSON.parse(row.tls) as unknown,
    credentials: { ...(row.vnc_username === null ? {} : { username: row.vnc_username }), hasPassword: row.vnc_password !== null },
    policy: JSON.parse(row.policy) as unknown,
    banner: row.banner,
    keyboard: storedLayout.parse(row.keyboard),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}
