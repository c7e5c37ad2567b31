import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getUser, ({ portal, params }) => portal.people.get(params['id'] ?? ''));
export const PATCH = handle(operations.updateUser, ({ portal, params, body, actor }) =>
  portal.people.update(params['id'] ?? '', body, actor),
);
export const DELETE = handle(operations.removeUser, async ({ portal, params, actor }) => {
  await portal.people.remove(params['id'] ?? '', actor);
  return undefined;
});
