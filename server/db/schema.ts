/** The tables, as the migrations have made them. Ids are text, times ms since 1970 UTC, booleans 0/1, lists JSON text. */

import type { Generated, GeneratedAlways } from 'kysely';

export interface UserTable {
  id: string;
  /** Lower-case; what is typed to sign in. */
  name: string;
  display_name: string;
  role: string;
  password_hash: string;
  disabled: number;
  /** Lower-case name and display name, for the search of the list. */
  search: string;
  created_at: number;
  last_sign_in_at: number | null;
  /** The language that they chose; null: as their browser asks for. */
  locale: string | null;
}

export interface LoginTable {
  id: string;
  user_id: string;
  created_at: number;
  expires_at: number;
  last_seen_at: number;
  address: string;
  user_agent: string;
}

export interface TokenTable {
  id: string;
  user_id: string;
  name: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
}

export interface HostTable {
  id: string;
  name: string;
  description: string;
  tags: string;
  targets: string;
  balance: string;
  tls: string;
  vnc_username: string | null;
  /** Sealed, see hosts/sealed.ts. */
  vnc_password: string | null;
  policy: string;
  /** The name as it is sorted: without case, numbers by their value. */
  sort_name: string;
  /** Lower-case id, name, tags and targets, a line each. */
  search: string;
  created_at: number;
  updated_at: number;
  /** Shown to whoever opens its console. */
  banner: string;
  /** The keyboard layout that the machine is set to, where it is known. */
  keyboard: string | null;
}

/** The tags again, a row each: for the filter and the counts. */
export interface HostTagTable {
  host_id: string;
  tag: string;
}

export interface HostVisitTable {
  user_id: string;
  host_id: string;
  favourite: number;
  opened_at: number | null;
}

/** What a person chose, for all hosts (host_id is empty) or for one. What they did not choose is not in it. */
export interface SettingsTable {
  user_id: string;
  host_id: string;
  /** JSON. */
  data: string;
  updated_at: number;
  /** Made of host_id by the database, which removes the row with its host by it. */
  of_host: GeneratedAlways<string | null>;
}

/** Consoles live (ended_at is null) and past. They outlive their host and their user, so they refer to neither. */
export interface ConsoleTable {
  id: string;
  host_id: string;
  host_name: string;
  user_id: string;
  user_name: string;
  via_kind: string;
  via_id: string;
  address: string;
  access: string;
  target: string;
  node: string;
  started_at: number;
  ended_at: number | null;
  /** Close code, or HTTP status of what was refused before it was open. */
  code: number | null;
  reason: string | null;
  bytes_to_host: number;
  bytes_from_host: number;
}

/** Append-only: triggers refuse anything else. */
export interface AuditTable {
  id: string;
  at: number;
  action: string;
  actor_id: string;
  actor_name: string;
  address: string;
  host_id: string;
  session_id: string;
  detail: string;
}

export interface ChangeTable {
  id: Generated<number>;
  at: number;
  kind: string;
  subject: string;
  reason: string;
}

export interface Schema {
  users: UserTable;
  logins: LoginTable;
  tokens: TokenTable;
  hosts: HostTable;
  host_tags: HostTagTable;
  host_visits: HostVisitTable;
  settings: SettingsTable;
  consoles: ConsoleTable;
  audit: AuditTable;
  changes: ChangeTable;
}
