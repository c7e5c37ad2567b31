/** The audit as a file: a table for a spreadsheet, or objects as the REST API has them. */

import type { AuditFormat, AuditRow } from '../contract/audit';
import { writeCsv } from '../csv/csv';

/** @returns the file in pieces, one for each batch and at least one */
export async function* auditFile(batches: AsyncIterable<AuditRow[]>, format: AuditFormat): AsyncGenerator<string> {
  const { head, between, of, foot } = formats[format];
  let before = head;
  for await (const rows of batches) {
    yield before + rows.map(of).join(between);
    before = between;
  }
  yield (before === head ? head : '') + foot;
}

type Column = readonly [name: string, read: (row: AuditRow) => string | number];

const columns: readonly Column[] = [
  ['seq', ({ seq }) => seq],
  ['time', ({ at }) => new Date(at).toISOString()],
  ['action', ({ action }) => action],
  ['actor', ({ actorName }) => actorName],
  ['actorId', ({ actorId }) => actorId],
  ['address', ({ address }) => address],
  ['host', ({ hostId }) => hostId],
  ['session', ({ sessionId }) => sessionId],
  ['detail', ({ detail }) => JSON.stringify(detail)],
  ['id', ({ id }) => id],
  ['hash', ({ hash }) => hash],
];

interface Format {
  head: string;
  between: string;
  of: (row: AuditRow) => string;
  foot: string;
}

const formats: Record<AuditFormat, Format> = {
  csv: {
    head: writeCsv([columns.map(([name]) => name)]),
    between: '',
    of: (row) => writeCsv([columns.map(([, read]) => read(row))]),
    foot: '',
  },
  json: { head: '[\n', between: ',\n', of: (row) => JSON.stringify(row), foot: '\n]\n' },
  jsonl: { head: '', between: '', of: (row) => `${JSON.stringify(row)}\n`, foot: '' },
};
