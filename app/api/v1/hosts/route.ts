import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listHosts, ({ portal, identity, query }) => portal.hosts.list(identity, query));
export const POST = handle(operations.createHost, ({ portal, identity, body, actor }) => portal.hosts.create(identity, body, actor));
