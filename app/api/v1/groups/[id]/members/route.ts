import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listMembers, async ({ portal, params }) => ({
  items: await portal.groups.members(params['id'] ?? ''),
}));
