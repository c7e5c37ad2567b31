import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.explainAccess, ({ portal, query }) => portal.access.explain(query.user, query.host));
