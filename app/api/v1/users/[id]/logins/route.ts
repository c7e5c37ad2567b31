import { handle, operations } from '@/app/api/v1/operation';

export const DELETE = handle(operations.signOutUser, async ({ portal, params, query, actor }) => {
  await portal.people.signOut(params['id'] ?? '', actor, query.revokeTokens);
  return undefined;
});
