import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getAttempt, ({ portal, identity, params, query, locale }) =>
  portal.sessions.attempt(params['id'] ?? '', identity.user.id, locale, { heardNow: query.heard === 'now' }),
);
