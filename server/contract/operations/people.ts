import { inviteCreatedSchema, inviteSchema } from '../factors';
import { userCreateSchema, userPageSchema, userPatchSchema, userQuerySchema, userSchema } from '../people';
import { type Operation } from './operation';

export const peopleOperations = {
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
  removeUser: {
    method: 'DELETE',
    path: '/users/:id',
    audience: 'admin',
    summary: 'Delete a user with their grants, tokens and sign-ins; what they did stays in the audit',
  },
  inviteUser: {
    method: 'POST',
    path: '/users/:id/invite',
    audience: 'admin',
    summary: 'Draw a one-time code with which the user sets a password; an earlier code is worth nothing from then on',
    body: inviteSchema,
    response: inviteCreatedSchema,
  },
  withdrawInvite: { method: 'DELETE', path: '/users/:id/invite', audience: 'admin', summary: "Make a user's one-time code worth nothing" },
  signOutUser: { method: 'DELETE', path: '/users/:id/logins', audience: 'admin', summary: 'Sign a user out everywhere' },
  resetFactors: {
    method: 'DELETE',
    path: '/users/:id/factors',
    audience: 'admin',
    summary: "Take a user's second factors away, for somebody who lost them, and sign them out everywhere",
  },
} as const satisfies Record<string, Operation>;
