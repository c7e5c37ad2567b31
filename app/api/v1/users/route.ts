import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listUsers, ({ portal, query }) => portal.people.list(query));
export const POST = handle(operations.createUser, ({ portal, body, actor }) => portal.people.create(body, actor));
