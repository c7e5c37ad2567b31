import { handle, operations } from '@/app/api/v1/operation';

export const DELETE = handle(operations.resetFactors, async ({ portal, params, actor }) => {
  await portal.people.resetFactors(params['id'] ?? '', actor);
  return undefined;
});
