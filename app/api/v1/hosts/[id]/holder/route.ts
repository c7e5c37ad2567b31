import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getHolder, ({ portal, identity, params }) => {
  const id = params['id'] ?? '';
  portal.access.ensure(identity, 'host.open', id);
  return { holder: portal.sessions.holder(id) };
});
