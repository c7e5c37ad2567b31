import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listLogins, async ({ portal, identity }) => {
  const items = await portal.logins.list(identity.user.id);
  return { items: items.map((login) => ({ ...login, current: login.id === identity.via.id })) };
});
export const DELETE = handle(operations.endLogins, async ({ portal, identity, actor }) => {
  await portal.logins.endAll(identity.user.id, { actor });
  return undefined;
});
