import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listGroups, ({ portal, query }) => portal.groups.list(query));
export const POST = handle(operations.createGroup, ({ portal, body, actor }) => portal.groups.create(body, actor));
