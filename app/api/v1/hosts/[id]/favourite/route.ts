import { handle, operations } from '@/app/api/v1/operation';

export const PUT = handle(operations.addFavourite, async ({ portal, identity, params }) => {
  await portal.hosts.setFavourite(identity, params['id'] ?? '', true);
  return undefined;
});
export const DELETE = handle(operations.removeFavourite, async ({ portal, identity, params }) => {
  await portal.hosts.setFavourite(identity, params['id'] ?? '', false);
  return undefined;
});
