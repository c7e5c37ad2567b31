import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.changePassword, async ({ portal, identity, body, address }) => {
  await portal.people.changePassword(identity, body.current, body.password, address);
  return undefined;
});
