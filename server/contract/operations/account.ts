import { z } from 'zod';
import { loginSchema, meSchema, passwordChangeSchema, tokenCreateSchema, tokenCreatedSchema, tokenSchema } from '../people';
import { settingsPatchSchema, settingsSchema } from '../settings';
import { itemsOf, type Operation } from './operation';

export const accountOperations = {
  getMe: { method: 'GET', path: '/me', audience: 'user', narrowed: true, summary: 'Who the caller is', response: meSchema },
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
    stepUp: { proof: 'factor' },
    summary: 'Change the own password; every other sign-in ends, and with `revokeTokens` every API token',
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
    stepUp: { proof: 'identity' },
    summary: 'Create an API token; it is shown in this answer only',
    body: tokenCreateSchema,
    response: tokenCreatedSchema,
  },
  revokeToken: { method: 'DELETE', path: '/tokens/:id', audience: 'browser', summary: 'Revoke an API token and end its consoles' },
} as const satisfies Record<string, Operation>;
