import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.freshByTotp, async ({ portal, identity, body, address }) => {
  await portal.factors.freshByTotp(identity, body.code, address);
  return undefined;
});
