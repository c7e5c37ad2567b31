import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getGroup, ({ portal, params }) => portal.groups.get(params['id'] ?? ''));
export const PATCH = handle(operations.updateGroup, ({ portal, params, body, actor }) =>
  portal.groups.update(params['id'] ?? '', body, actor),
);
export const DELETE = handle(operations.removeGroup, async ({ portal, params, actor }) => {
  await portal.groups.remove(params['id'] ?? '', actor);
  return undefined;
});
