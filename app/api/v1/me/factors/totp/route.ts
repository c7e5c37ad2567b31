import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.beginTotp, ({ portal, identity }) => portal.factors.beginTotp(identity));

export const DELETE = handle(operations.removeTotp, async ({ portal, identity, address }) => {
  await portal.factors.removeTotp(identity, address);
  return undefined;
});
