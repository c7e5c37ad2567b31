import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listUserTokens, async ({ portal, params }) => ({
  items: await portal.people.tokens(params['id'] ?? ''),
}));
export const DELETE = handle(operations.revokeUserTokens, async ({ portal, params, actor }) => {
  await portal.people.revokeTokens(params['id'] ?? '', actor);
  return undefined;
});
