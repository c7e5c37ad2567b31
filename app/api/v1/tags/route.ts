import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listTags, async ({ portal, identity }) => ({ items: await portal.hosts.tags(identity) }));
