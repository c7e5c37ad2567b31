import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getGrant, ({ portal, params }) => portal.grants.get(params['id'] ?? ''));
export const PATCH = handle(operations.updateGrant, ({ portal, params, body, actor }) =>
  portal.grants.update(params['id'] ?? '', body, actor),
);
export const DELETE = handle(operations.removeGrant, async ({ portal, params, actor }) => {
  await portal.grants.remove(params['id'] ?? '', actor);
  return undefined;
});
