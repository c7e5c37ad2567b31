import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.inviteUser, ({ portal, params, body, actor }) =>
  portal.invites.invite(params['id'] ?? '', body, actor),
);
export const DELETE = handle(operations.withdrawInvite, async ({ portal, params, actor }) => {
  await portal.invites.withdraw(params['id'] ?? '', actor);
  return undefined;
});
