import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getHost, ({ portal, identity, params }) => portal.hosts.get(identity, params['id'] ?? ''));
export const PATCH = handle(operations.updateHost, ({ portal, identity, params, body, actor }) =>
  portal.hosts.update(identity, params['id'] ?? '', body, actor),
);
export const DELETE = handle(operations.removeHost, async ({ portal, params, actor }) => {
  await portal.hosts.remove(params['id'] ?? '', actor);
  return undefined;
});
