import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getMe, async ({ portal, identity }) => ({
  ...(await portal.people.get(identity.user.id)),
  via: identity.via.kind,
}));
