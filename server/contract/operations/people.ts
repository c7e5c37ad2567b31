import { inviteCreatedSchema, inviteSchema } from '../factors';
import {
  revocationQuerySchema,
  tokenSchema,
  userCreateSchema,
  userPageSchema,
  userPatchSchema,
  userQuerySchema,
  userSchema,
} from '../people';
import { itemsOf, type Operation } from './operation';

const identity = { proof: 'identity' } as const;

/** What only takes something away (an invitation, sign-ins, tokens) takes no fresh proof: whoever sees an attack stops it at once. */
export const peopleOperations = {
  listUsers: { method: 'GET', path: '/users', audience: 'admin', summary: 'The users', query: userQuerySchema, response: userPageSchema },
  createUser: {
    method: 'POST',
    path: '/users',
    audience: 'admin',
    power: 'people',
    stepUp: identity,
    summary: 'Create a user',
    body: userCreateSchema,
    response: userSchema,
  },
  getUser: { method: 'GET', path: '/users/:id', audience: 'admin', summary: 'One user', response: userSchema },
  updateUser: {
    method: 'PATCH',
    path: '/users/:id',
    audience: 'admin',
    power: 'people',
    stepUp: { ...identity, fields: ['role', 'disabled', 'password', 'mustChangePassword'] },
    summary: 'Change, disable or enable a user, or set a password; of the own account, the display name only',
    body: userPatchSchema,
    response: userSchema,
  },
  removeUser: {
    method: 'DELETE',
    path: '/users/:id',
    audience: 'admin',
    power: 'people',
    stepUp: identity,
    summary: 'Delete another user with their grants, tokens and sign-ins; what they did stays in the audit',
  },
  inviteUser: {
    method: 'POST',
    path: '/users/:id/invite',
    audience: 'admin',
    power: 'people',
    stepUp: identity,
    summary: 'Draw a one-time code with which another user sets a password; an earlier code is worth nothing from then on',
    body: inviteSchema,
    response: inviteCreatedSchema,
  },
  withdrawInvite: {
    method: 'DELETE',
    path: '/users/:id/invite',
    audience: 'admin',
    power: 'people',
    summary: "Make a user's one-time code worth nothing",
  },
  signOutUser: {
    method: 'DELETE',
    path: '/users/:id/logins',
    audience: 'admin',
    power: 'people',
    summary: 'Sign a user out everywhere, and with `revokeTokens` revoke their API tokens',
    query: revocationQuerySchema,
  },
  resetFactors: {
    method: 'DELETE',
    path: '/users/:id/factors',
    audience: 'admin',
    power: 'people',
    stepUp: identity,
    summary: "Take another user's second factors away, for somebody who lost them, and sign them out everywhere",
    query: revocationQuerySchema,
  },
  listUserTokens: {
    method: 'GET',
    path: '/users/:id/tokens',
    audience: 'admin',
    summary: "A user's API tokens, and when and from where each was last used",
    response: itemsOf(tokenSchema),
  },
  revokeUserTokens: {
    method: 'DELETE',
    path: '/users/:id/tokens',
    audience: 'admin',
    power: 'people',
    summary: "Revoke all of a user's API tokens; their consoles end with 4001",
  },
  revokeUserToken: {
    method: 'DELETE',
    path: '/users/:id/tokens/:tokenId',
    audience: 'admin',
    power: 'people',
    summary: "Revoke one of a user's API tokens; its consoles end with 4001",
  },
} as const satisfies Record<string, Operation>;
