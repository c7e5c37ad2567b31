import { handle, operations } from '@/app/api/v1/operation';

export const DELETE = handle(operations.resetFactors, async ({ portal, params, query, actor }) => {
  await portal.people.resetFactors(params['id'] ?? '', actor, query.revokeTokens);
  return undefined;
});
