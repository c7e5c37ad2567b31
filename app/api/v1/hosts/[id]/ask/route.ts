import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.askForHost, ({ portal, identity, params }) => {
  const id = params['id'] ?? '';
  portal.access.ensure(identity, 'host.open', id);
  portal.sessions.ask(id, identity.user);
  return undefined;
});
