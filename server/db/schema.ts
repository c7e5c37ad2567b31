/** The tables, as the migrations have made them. Ids are text, times ms since 1970 UTC, booleans 0/1, lists JSON text. */

import type { Generated, GeneratedAlways } from 'kysely';

export interface UserTable {
  id: string;
  /** Lower-case; what is typed to sign in. */
  name: string;
  display_name: string;
  role: string;
  /** Empty where there is none: an account that is invited, or signs in elsewhere. */
  password_hash: string;
  disabled: number;
  /** Lower-case name and display name, for the search of the list. */
  search: string;
  created_at: number;
  last_sign_in_at: number | null;
  /** The language that they chose; null: as their browser asks for. */
  locale: string | null;
  must_change_password: number;
}

/** An account of another place that is a user here. */
export interface IdentityTable {
  /** Of OpenID Connect; for the others a URL or word that says which place it is. */
  issuer: string;
  subject: string;
  user_id: string;
  /** Which of the configured places. */
  provider: string;
  created_at: number;
  last_used_at: number;
}

export interface GroupTable {
  id: string;
  name: string;
  /** The name in small letters: by it other places' groups are found. */
  key: string;
  description: string;
  search: string;
  created_at: number;
}

/** Who an administrator has put into a group. */
export interface MembershipTable {
  group_id: string;
  user_id: string;
  created_at: number;
}

/** The groups that a user has by the word of where they sign in, whether there is such a group here or not. */
export interface ClaimedGroupTable {
  user_id: string;
  provider: string;
  /** In small letters. */
  key: string;
}

export interface GrantTable {
  id: string;
  user_id: string | null;
  group_id: string | null;
  target_kind: string;
  host_id: string | null;
  tag: string | null;
  access: string;
  ends_at: number | null;
  /** JSON. */
  hours: string | null;
  note: string;
  created_at: number;
  created_by: string;
}

/** A sign-in that wants more than what was shown so far. */
export interface SignInTable {
  /** SHA-256 of what the cookie holds, hex. */
  hash: string;
  user_id: string;
  /** JSON. */
  data: string;
  created_at: number;
  expires_at: number;
}

/** Logout tokens of OpenID Connect that have been used. */
export interface LogoutTokenTable {
  /** SHA-256 of issuer and id, hex. */
  hash: string;
  expires_at: number;
}

/** A challenge of the Web Authentication API, for one answer. */
export interface CeremonyTable {
  id: string;
  /** null: whoever shows a passkey. */
  user_id: string | null;
  purpose: string;
  challenge: string;
  expires_at: number;
}

export interface TotpTable {
  user_id: string;
  /** Sealed. */
  secret: string;
  created_at: number;
  /** null until its first code was shown. */
  confirmed_at: number | null;
  /** RFC 6238, 5.2: a code counts once. */
  last_step: Generated<number>;
}

export interface RecoveryCodeTable {
  user_id: string;
  hash: string;
  used_at: number | null;
}

export interface PasskeyTable {
  id: string;
  user_id: string;
  /** base64url, as is the key. */
  credential_id: string;
  public_key: string;
  counter: number;
  transports: string;
  name: string;
  backed_up: number;
  created_at: number;
  last_used_at: number | null;
}

export interface InviteTable {
  user_id: string;
  hash: string;
  created_at: number;
  expires_at: number;
}

export interface LoginTable {
  id: string;
  user_id: string;
  created_at: number;
  expires_at: number;
  last_seen_at: number;
  address: string;
  user_agent: string;
  /** How: `password`, `passkey`, `invite`, or which of the configured places. */
  provider: Generated<string>;
  /** Of the account there, and of its session there, where it told. */
  issuer: string | null;
  subject: string | null;
  upstream_session: string | null;
  /** When a second factor was last shown in it. */
  factor_at: number | null;
  /** When the password was last given in it, or when it began at another place. */
  proved_at: number | null;
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
  last_used_address: string | null;
  /** JSON; null: read, connect and manage, everywhere. Written before there were other powers. */
  scope: string | null;
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
  /** The same without the targets: what they are found by who may not know those. */
  public_search: string;
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
  /** By which its page asks how it is. */
  attempt_id: string | null;
  /** The page that shows it, which has one console at a time. */
  page_id: string | null;
}

/** A process of the portal, as it last told of itself. */
export interface NodeTable {
  /** What stands in `consoles.node`. */
  id: string;
  /** The name of its machine. */
  machine: string;
  /** Which of its machine's processes, from 1. */
  worker: number;
  pid: number;
  version: string;
  started_at: number;
  /** By its own clock. */
  seen_at: number;
  /** Counts up with every sign of life: whoever sees it stand still needs nobody's clock. */
  beat: number;
  /** `up`, `draining` or `lost`. */
  state: string;
  consoles: number;
  /** Thousandths of a core. */
  cpu: number;
  /** Bytes of resident memory. */
  memory: number;
  /** By how much its event loop was late, 99th percentile, in thousandths of a millisecond. */
  delay: number;
  /** Bytes a second, both ways. */
  traffic: number;
}

/** What became of an attempt to open a console, for a page whose question reaches another process. */
export interface AttemptTable {
  id: string;
  user_id: string;
  /** null: it came to none. */
  console_id: string | null;
  /** The process that knows more. */
  node: string;
  /** JSON. */
  data: string;
  at: number;
  /** Credentials for a host that waits for them, sealed; gone once they are taken. */
  answer: string | null;
  heard: number | null;
  heard_at: number | null;
}

/** Wrong guesses, at an account or from an address. */
export interface FailureTable {
  key: string;
  count: number;
  at: number;
  /** Whether a refusal has been recorded since the last of them. */
  told: number;
}

/** From which, and the secret, every process makes the same setup code. */
export interface SetupTable {
  /** 1: there is one row. */
  id: number;
  salt: string;
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
  /** Its place in the chain, from 1. */
  seq: number;
  /** Over the hash of the row before and this row, in hexadecimal. */
  hash: string;
}

/** Two places of the audit's chain, `head` and `pruned`, under a seal that needs the portal's secret. */
export interface AuditMarkTable {
  name: string;
  seq: number;
  hash: string;
  seal: string;
}

/** How far the audit has gone to a place outside: the audit itself is the queue. */
export interface AuditForwardingTable {
  destination: string;
  /** Of the last row that arrived there. */
  seq: number;
  forwarded_at: number | null;
  /** Why the last attempt failed; null: it did not. */
  error: string | null;
  error_at: number | null;
}

/** What only one process at a time does. */
export interface LeaseTable {
  name: string;
  holder: string;
  until: number;
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
  identities: IdentityTable;
  groups: GroupTable;
  memberships: MembershipTable;
  claimed_groups: ClaimedGroupTable;
  grants: GrantTable;
  sign_ins: SignInTable;
  logout_tokens: LogoutTokenTable;
  ceremonies: CeremonyTable;
  totp: TotpTable;
  recovery_codes: RecoveryCodeTable;
  passkeys: PasskeyTable;
  invites: InviteTable;
  logins: LoginTable;
  tokens: TokenTable;
  hosts: HostTable;
  host_tags: HostTagTable;
  host_visits: HostVisitTable;
  settings: SettingsTable;
  consoles: ConsoleTable;
  nodes: NodeTable;
  attempts: AttemptTable;
  failures: FailureTable;
  setup: SetupTable;
  audit: AuditTable;
  audit_marks: AuditMarkTable;
  audit_forwarding: AuditForwardingTable;
  leases: LeaseTable;
  changes: ChangeTable;
}
