/** The REST API, one row an operation: route handlers, the UI's client and the OpenAPI document are all made from it. */

import { z } from 'zod';
import { auditPageSchema, auditQuerySchema } from './audit';
import { hostCreateSchema, hostPageSchema, hostPatchSchema, hostQuerySchema, hostRowSchema, hostTestSchema, tagCountSchema } from './host';
import {
  loginSchema,
  meSchema,
  passwordChangeSchema,
  setupSchema,
  setupStateSchema,
  tokenCreateSchema,
  tokenCreatedSchema,
  tokenSchema,
  userCreateSchema,
  userPageSchema,
  userPatchSchema,
  userQuerySchema,
  userSchema,
} from './people';
import { hostBulkResultSchema, hostBulkSchema, hostExportQuerySchema } from './host-bulk';
import { hostImportPlanSchema, hostImportSchema, MAX_IMPORT_BODY_BYTES } from './host-import';
import { attemptCredentialsSchema, attemptSchema, holderSchema, sessionSchema } from './session';
import { hostSettingsPatchSchema, hostSettingsSchema, ownHostSettingsSchema, settingsPatchSchema, settingsSchema } from './settings';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Who may call: anybody, anybody signed in (what they see is theirs), a signed-in browser but no token, or an admin. */
export type Audience = 'anyone' | 'user' | 'browser' | 'admin';

export interface Operation {
  method: Method;
  /** Below /api/v1, parameters as `:name`. */
  path: string;
  audience: Audience;
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Absent: answers 204 without a body, or a file. */
  response?: z.ZodType;
  /** Media types of the file that it answers with. */
  download?: readonly string[];
  /** Of a body; a few hundred kilobytes where absent. */
  maxBodyBytes?: number;
  /** A POST to a collection that creates nothing by itself answers 200. */
  creates?: false;
}

const itemsOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

const hostSettingsAnswer = z.object({ own: ownHostSettingsSchema, settings: hostSettingsSchema });

export const operations = {
  listHosts: {
    method: 'GET',
    path: '/hosts',
    audience: 'user',
    summary: 'The hosts that the caller may open, a page at a time',
    query: hostQuerySchema,
    response: hostPageSchema,
  },
  createHost: {
    method: 'POST',
    path: '/hosts',
    audience: 'admin',
    summary: 'Register a host',
    body: hostCreateSchema,
    response: hostRowSchema,
  },
  bulkHosts: {
    method: 'POST',
    path: '/hosts/bulk',
    audience: 'admin',
    summary: 'Change or remove many hosts, all or none; live consoles end with 4004 where the way to their host changed',
    body: hostBulkSchema,
    response: hostBulkResultSchema,
    maxBodyBytes: 1024 * 1024,
    creates: false,
  },
  importHosts: {
    method: 'POST',
    path: '/hosts/import',
    audience: 'admin',
    summary: 'Bring the registry in line with a file, or with `dryRun` tell what that would change',
    body: hostImportSchema,
    response: hostImportPlanSchema,
    maxBodyBytes: MAX_IMPORT_BODY_BYTES,
    creates: false,
  },
  exportHosts: {
    method: 'GET',
    path: '/hosts/export',
    audience: 'admin',
    summary: 'The hosts that match as a file that can be imported again; without passwords',
    query: hostExportQuerySchema,
    download: ['text/csv', 'application/yaml'],
  },
  getHost: { method: 'GET', path: '/hosts/:id', audience: 'user', summary: 'One host', response: hostRowSchema },
  updateHost: {
    method: 'PATCH',
    path: '/hosts/:id',
    audience: 'admin',
    summary: 'Change a host; its live consoles end with 4004 if the way to it changed',
    body: hostPatchSchema,
    response: hostRowSchema,
  },
  removeHost: { method: 'DELETE', path: '/hosts/:id', audience: 'admin', summary: 'Remove a host; its live consoles end with 4004' },
  testHost: {
    method: 'POST',
    path: '/hosts/:id/test',
    audience: 'admin',
    summary: 'Try the way to a host, step by step, without opening an RFB connection',
    response: hostTestSchema,
  },
  askForHost: {
    method: 'POST',
    path: '/hosts/:id/ask',
    audience: 'user',
    summary: 'Let the person who works on an exclusive host know that the caller would like to',
  },
  getHolder: {
    method: 'GET',
    path: '/hosts/:id/holder',
    audience: 'user',
    summary: 'Who is in control of a host now: null when nobody is, so that an exclusive host can be opened',
    response: holderSchema,
  },
  addFavourite: { method: 'PUT', path: '/hosts/:id/favourite', audience: 'user', summary: "Put a host among the caller's favourites" },
  removeFavourite: {
    method: 'DELETE',
    path: '/hosts/:id/favourite',
    audience: 'user',
    summary: "Take a host out of the caller's favourites",
  },
  getHostSettings: {
    method: 'GET',
    path: '/hosts/:id/settings',
    audience: 'user',
    summary: "The caller's settings for a host: what is its own, and what counts in the end",
    response: hostSettingsAnswer,
  },
  updateHostSettings: {
    method: 'PATCH',
    path: '/hosts/:id/settings',
    audience: 'user',
    summary: "Change the caller's settings for a host; null takes the host's own away",
    body: hostSettingsPatchSchema,
    response: hostSettingsAnswer,
  },
  listTags: {
    method: 'GET',
    path: '/tags',
    audience: 'user',
    summary: 'The tags in use on hosts that the caller may open',
    response: itemsOf(tagCountSchema),
  },
  listSessions: {
    method: 'GET',
    path: '/sessions',
    audience: 'admin',
    summary: 'The consoles that are open now',
    response: itemsOf(sessionSchema),
  },
  endSession: { method: 'DELETE', path: '/sessions/:id', audience: 'admin', summary: 'End a console with 4002' },
  getAttempt: {
    method: 'GET',
    path: '/attempts/:id',
    audience: 'user',
    summary: "What became of one of the caller's attempts to open a console",
    response: attemptSchema,
  },
  answerAttempt: {
    method: 'PUT',
    path: '/attempts/:id/credentials',
    audience: 'user',
    summary: "Give the VNC credentials that one of the caller's attempts waits for",
    body: attemptCredentialsSchema,
  },
  keepCredentials: {
    method: 'PUT',
    path: '/attempts/:id/kept-credentials',
    audience: 'admin',
    summary: "Store the VNC credentials that opened one of the caller's consoles with its host; no console ends with that",
    body: attemptCredentialsSchema,
  },
  listAudit: {
    method: 'GET',
    path: '/audit',
    audience: 'admin',
    summary: 'Who did what, the newest first',
    query: auditQuerySchema,
    response: auditPageSchema,
  },
  listUsers: { method: 'GET', path: '/users', audience: 'admin', summary: 'The users', query: userQuerySchema, response: userPageSchema },
  createUser: { method: 'POST', path: '/users', audience: 'admin', summary: 'Create a user', body: userCreateSchema, response: userSchema },
  getUser: { method: 'GET', path: '/users/:id', audience: 'admin', summary: 'One user', response: userSchema },
  updateUser: {
    method: 'PATCH',
    path: '/users/:id',
    audience: 'admin',
    summary: 'Change, disable or enable a user, or set a password',
    body: userPatchSchema,
    response: userSchema,
  },
  getMe: { method: 'GET', path: '/me', audience: 'user', summary: 'Who the caller is', response: meSchema },
  getSettings: {
    method: 'GET',
    path: '/me/settings',
    audience: 'user',
    summary: 'How the caller likes the portal',
    response: z.object({ settings: settingsSchema }),
  },
  updateSettings: {
    method: 'PATCH',
    path: '/me/settings',
    audience: 'user',
    summary: "Change the caller's settings; what is left out stays as it is",
    body: settingsPatchSchema,
    response: settingsSchema,
  },
  changePassword: {
    method: 'POST',
    path: '/me/password',
    audience: 'browser',
    summary: 'Change the own password; every other sign-in ends',
    body: passwordChangeSchema,
  },
  listLogins: { method: 'GET', path: '/me/logins', audience: 'browser', summary: "The caller's sign-ins", response: itemsOf(loginSchema) },
  endLogin: { method: 'DELETE', path: '/me/logins/:id', audience: 'browser', summary: 'End one sign-in and its consoles' },
  endLogins: { method: 'DELETE', path: '/me/logins', audience: 'browser', summary: 'Sign out everywhere, here too' },
  listTokens: { method: 'GET', path: '/tokens', audience: 'browser', summary: "The caller's API tokens", response: itemsOf(tokenSchema) },
  createToken: {
    method: 'POST',
    path: '/tokens',
    audience: 'browser',
    summary: 'Create an API token; it is shown in this answer only',
    body: tokenCreateSchema,
    response: tokenCreatedSchema,
  },
  revokeToken: { method: 'DELETE', path: '/tokens/:id', audience: 'browser', summary: 'Revoke an API token and end its consoles' },
  getSetup: {
    method: 'GET',
    path: '/setup',
    audience: 'anyone',
    summary: 'Whether the portal still needs its first administrator',
    response: setupStateSchema,
  },
  completeSetup: {
    method: 'POST',
    path: '/setup',
    audience: 'anyone',
    summary: 'Create the first administrator with the setup code',
    body: setupSchema,
    response: userSchema,
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
type Schema<O, K extends string> = O extends Record<K, infer S extends z.ZodType> ? S : never;
/** What a handler receives, after parsing. */
export type ParsedBody<O extends Operation> = [Schema<O, 'body'>] extends [never] ? undefined : z.output<Schema<O, 'body'>>;
export type ParsedQuery<O extends Operation> = [Schema<O, 'query'>] extends [never] ? undefined : z.output<Schema<O, 'query'>>;
/** What a client sends. */
export type BodyInput<O extends Operation> = [Schema<O, 'body'>] extends [never] ? undefined : z.input<Schema<O, 'body'>>;
export type QueryInput<O extends Operation> = [Schema<O, 'query'>] extends [never] ? undefined : z.input<Schema<O, 'query'>>;
export type Answer<O extends Operation> = [Schema<O, 'response'>] extends [never] ? undefined : z.output<Schema<O, 'response'>>;

/** The path of an operation below the portal's own, with its parameters filled in. */
export function operationPath(operation: Operation, params: Record<string, string> = {}): string {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return `/api/v1${path}`;
}
