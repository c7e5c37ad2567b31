import { z } from 'zod';
import { hostCreateSchema, hostPageSchema, hostPatchSchema, hostQuerySchema, hostRowSchema, hostTestSchema, tagCountSchema } from '../host';
import { hostBulkResultSchema, hostBulkSchema, hostExportQuerySchema } from '../host-bulk';
import { hostImportPlanSchema, hostImportSchema, MAX_IMPORT_BODY_BYTES } from '../host-import';
import { holderSchema } from '../session';
import { hostSettingsPatchSchema, hostSettingsSchema, ownHostSettingsSchema } from '../settings';
import { itemsOf, type Operation } from './operation';

const hostSettingsAnswer = z.object({ own: ownHostSettingsSchema, settings: hostSettingsSchema });

export const hostsOperations = {
  listHosts: {
    method: 'GET',
    path: '/hosts',
    audience: 'user',
    narrowed: true,
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
    narrowed: true,
    summary: 'The hosts that match as a file that can be imported again; without passwords',
    query: hostExportQuerySchema,
    download: ['text/csv', 'application/yaml'],
  },
  getHost: { method: 'GET', path: '/hosts/:id', audience: 'user', ofHost: true, summary: 'One host', response: hostRowSchema },
  updateHost: {
    method: 'PATCH',
    path: '/hosts/:id',
    audience: 'admin',
    ofHost: true,
    summary:
      'Change a host; its live consoles end with 4004 if the way to it changed. New targets or TLS options forget the stored password unless it is sent with them',
    body: hostPatchSchema,
    response: hostRowSchema,
  },
  removeHost: {
    method: 'DELETE',
    path: '/hosts/:id',
    audience: 'admin',
    ofHost: true,
    summary: 'Remove a host; its live consoles end with 4004',
  },
  testHost: {
    method: 'POST',
    path: '/hosts/:id/test',
    audience: 'admin',
    ofHost: true,
    summary:
      'Try the way to a host, step by step. Opens an RFB connection to each target and logs in with the stored credentials; a ws or wss target without a stored password gets an HTTP request alone',
    response: hostTestSchema,
  },
  askForHost: {
    method: 'POST',
    path: '/hosts/:id/ask',
    audience: 'user',
    power: 'connect',
    ofHost: true,
    summary: 'Let the person who works on an exclusive host know that the caller would like to',
  },
  getHolder: {
    method: 'GET',
    path: '/hosts/:id/holder',
    audience: 'user',
    ofHost: true,
    summary: 'Who is in control of a host now: null when nobody is, so that an exclusive host can be opened',
    response: holderSchema,
  },
  addFavourite: {
    method: 'PUT',
    path: '/hosts/:id/favourite',
    audience: 'user',
    ofHost: true,
    summary: "Put a host among the caller's favourites",
  },
  removeFavourite: {
    method: 'DELETE',
    path: '/hosts/:id/favourite',
    audience: 'user',
    ofHost: true,
    summary: "Take a host out of the caller's favourites",
  },
  getHostSettings: {
    method: 'GET',
    path: '/hosts/:id/settings',
    audience: 'user',
    ofHost: true,
    summary: "The caller's settings for a host: what is its own, and what counts in the end",
    response: hostSettingsAnswer,
  },
  updateHostSettings: {
    method: 'PATCH',
    path: '/hosts/:id/settings',
    audience: 'user',
    ofHost: true,
    summary: "Change the caller's settings for a host; null takes the host's own away",
    body: hostSettingsPatchSchema,
    response: hostSettingsAnswer,
  },
  listTags: {
    method: 'GET',
    path: '/tags',
    audience: 'user',
    narrowed: true,
    summary: 'The tags in use on hosts that the caller may open',
    response: itemsOf(tagCountSchema),
  },
} as const satisfies Record<string, Operation>;
