import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listHosts, ({ portal, identity, query, locale }) => portal.hosts.list(identity, query, locale));
export const POST = handle(operations.createHost, ({ portal, identity, body, actor, locale }) =>
  portal.hosts.create(identity, body, actor, locale),
);
