import { handle, operations } from '@/app/api/v1/operation';

export const PATCH = handle(operations.renamePasskey, async ({ portal, identity, params, body }) => {
  await portal.factors.renamePasskey(identity, params['id'] ?? '', body.name);
  return undefined;
});

export const DELETE = handle(operations.removePasskey, async ({ portal, identity, params, address }) => {
  await portal.factors.removePasskey(identity, params['id'] ?? '', address);
  return undefined;
});
