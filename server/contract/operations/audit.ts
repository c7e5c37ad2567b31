import { auditExportQuerySchema, auditKeepingSchema, auditPageSchema, auditQuerySchema } from '../audit';
import { type Operation } from './operation';

export const auditOperations = {
  listAudit: {
    method: 'GET',
    path: '/audit',
    audience: 'admin',
    summary: 'Who did what, the newest first',
    query: auditQuerySchema,
    response: auditPageSchema,
  },
  exportAudit: {
    method: 'GET',
    path: '/audit/export',
    audience: 'admin',
    summary: 'The rows that match as a file, in the order of the chain',
    query: auditExportQuerySchema,
    download: ['text/csv', 'application/json', 'application/jsonl'],
  },
  getAuditKeeping: {
    method: 'GET',
    path: '/audit/forwarding',
    audience: 'admin',
    summary: 'How long the audit is kept, where it is forwarded to and how far',
    response: auditKeepingSchema,
  },
} as const satisfies Record<string, Operation>;
