import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.askForHost, async ({ portal, identity, params }) => {
  const id = params['id'] ?? '';
  await portal.access.ensureHost(identity, id);
  await portal.sessions.ask(id, identity.user);
  return undefined;
});
