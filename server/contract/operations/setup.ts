import { setupSchema, setupStateSchema, userSchema } from '../people';
import { type Operation } from './operation';

export const setupOperations = {
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
