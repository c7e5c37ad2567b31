import { download } from '@/app/api/v1/download';
import { handle, operations } from '@/app/api/v1/operation';

const types = { csv: 'text/csv', json: 'application/json', jsonl: 'application/jsonl' } as const;

export const GET = handle(operations.exportAudit, ({ portal, actor, address, query: { format, ...filter } }) => {
  const day = new Date().toISOString().slice(0, 10);
  return download(portal.audit.export(filter, format, { actor, address }), { name: `audit-${day}.${format}`, type: types[format] });
});
