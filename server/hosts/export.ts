/** The registry as a file that the import reads: the same hosts come out of it, but for their passwords. */

import { stringify } from 'yaml';
import type { Host } from '../contract/host';
import type { FileFormat } from '../contract/host-bulk';
import { writeCsv } from '../csv/csv';
import { fieldNames, fieldTexts } from './export-fields';

/** @returns the file in pieces, one for each batch and at least one */
export async function* exportHosts(batches: AsyncIterable<Host[]>, format: FileFormat): AsyncGenerator<string> {
  const { head, of, empty } = formats[format];
  let any = false;
  for await (const batch of batches) {
    yield (any ? '' : head) + batch.map(of).join('');
    any = true;
  }
  if (!any) yield empty;
}

const header = writeCsv([fieldNames]);

const formats: Record<FileFormat, { head: string; of: (host: Host) => string; empty: string }> = {
  csv: { head: header, of: (host) => writeCsv([fieldTexts(host)]), empty: header },
  // A list of one host each, which together are one list. Long lines stay whole.
  yaml: { head: '', of: (host) => stringify([yamlEntry(host)], { lineWidth: 0, ...texts }), empty: '[]\n' },
};
/** A block would lose a carriage return. */
const texts = { blockQuote: false } as const;

/** Everything stands there, what is empty too: imported again it brings back just this state. */
function yamlEntry({ id, name, description, tags, targets, balance, tls, credentials, policy, banner, keyboard }: Host): object {
  return {
    ...{ id, name, description, tags, targets, balance, tls },
    username: credentials.username ?? null,
    policy: { ...policy, maxViewers: policy.maxViewers ?? null },
    ...{ banner, keyboard },
  };
}
