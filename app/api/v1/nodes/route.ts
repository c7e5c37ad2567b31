import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listNodes, async ({ portal }) => ({ items: await portal.nodes.list() }));
