import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listAudit, ({ portal, query }) => portal.audit.list(query));
