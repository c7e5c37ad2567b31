import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listGrants, ({ portal, query }) => portal.grants.list(query));
export const POST = handle(operations.createGrant, ({ portal, body, actor }) => portal.grants.create(body, actor));
