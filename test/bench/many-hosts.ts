/** As many hosts as a large portal has, brought in as files are. Each leaves its row in the audit. */

import type { ApiClient } from '../support/api-client';

const AT_ONCE = 1000;
const SITES = ['berlin', 'lisbon', 'osaka', 'austin', 'nairobi'];
const KINDS = ['web', 'db', 'build', 'kiosk', 'mail', 'edge'];

export const hostId = (index: number): string => `${KINDS[index % KINDS.length]!}-${String(index).padStart(5, '0')}`;

export async function addManyHosts(api: ApiClient, count: number): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const rows = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, place) => {
      const index = from + place;
      const site = SITES[index % SITES.length]!;
      // Nothing listens there; discard (RFC 863) is nobody's VNC server.
      return `${hostId(index)},${KINDS[index % KINDS.length]!} ${index} in ${site},vnc://127.0.0.1:9,${site}`;
    });
    await api.must('POST', '/hosts/import', { format: 'csv', text: `id,name,targets,tags\n${rows.join('\n')}\n`, dryRun: false });
  }
}
