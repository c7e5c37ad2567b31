import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getHolder, async ({ portal, identity, params }) => {
  const id = params['id'] ?? '';
  await portal.access.ensureHost(identity, id);
  return { holder: await portal.sessions.holder(id) };
});
