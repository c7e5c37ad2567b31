import { handle, operations } from '@/app/api/v1/operation';

export const PUT = handle(operations.addMember, async ({ portal, params, actor }) => {
  await portal.groups.join(params['id'] ?? '', params['userId'] ?? '', actor);
  return undefined;
});
export const DELETE = handle(operations.removeMember, async ({ portal, params, actor }) => {
  await portal.groups.leave(params['id'] ?? '', params['userId'] ?? '', actor);
  return undefined;
});
