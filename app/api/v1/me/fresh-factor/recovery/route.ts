import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.freshByRecoveryCode, async ({ portal, identity, body, address }) => {
  await portal.factors.freshByRecoveryCode(identity, body.code, address);
  return undefined;
});
