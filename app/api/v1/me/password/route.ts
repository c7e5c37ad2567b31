import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.changePassword, async ({ portal, identity, body, address }) => {
  const { current, password, revokeTokens } = body;
  await portal.people.changePassword(identity, current, password, address, revokeTokens);
  return undefined;
});
