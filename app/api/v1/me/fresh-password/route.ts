import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.freshByPassword, async ({ portal, identity, body, address }) => {
  await portal.people.givePassword(identity, body.password, address);
  return undefined;
});
