import { handle, operations } from '@/app/api/v1/operation';

export const PUT = handle(operations.keepCredentials, async ({ portal, identity, actor, params, body }) => {
  const { username, password } = body;
  const given = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  await portal.hosts.keepCredentials(await portal.sessions.hostOf(params['id'] ?? '', identity.user.id), given, actor);
  return undefined;
});
