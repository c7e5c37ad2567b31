/** One change to many hosts: all of them in one transaction, or none. */

import { text, type Text } from '../../messages/text';
import type { Actor } from '../auth/identity';
import { isPortalError, PortalError } from '../contract/errors';
import { MAX_BULK, type BulkChange, type HostBulk } from '../contract/host-bulk';
import type { Changes } from '../db/changes';
import type { HostRepository, StoredHost } from './host-repository';
import { HostSelectionRepository, type HostSelection } from './host-selection-repository';
import { endsConsoles, type HostWriter, type Revision } from './host-writer';

export interface BulkOutcome {
  matched: number;
  changed: number;
  removed: number;
  /** Ids of hosts whose consoles end. */
  cut: string[];
}

/** Mistakes that are told: every host of thousands may have the same one. */
const MAX_TOLD = 20;

export class HostBulkChange {
  constructor(private readonly parts: { hosts: HostRepository; writer: HostWriter; changes: Changes }) {}

  /**
   * @throws PortalError `host_not_found` when one that is named is not there; `plan_changed` when there are not as many as expected;
   *   `invalid` naming each host that the change is not good for
   */
  async run({ ids, query, change, dryRun, expect }: HostBulk, actor: Actor): Promise<BulkOutcome> {
    const selection: HostSelection = ids ? { ids } : { query: query ?? { q: '' } };
    const { writer } = this.parts;
    const outcome = await this.parts.hosts.transaction(async (hosts, trx) => {
      const found = await new HostSelectionRepository(trx).findForUpdate(selection);
      if (ids) ensureAll(ids, found);
      if (expect !== undefined && found.length !== expect) throw new PortalError('plan_changed');
      if (found.length > MAX_BULK) throw new PortalError('too_large');
      if (!change) {
        const removed = found.map(({ host }) => host.id);
        if (!dryRun) await writer.remove(hosts, trx, removed, actor);
        return { matched: found.length, changed: 0, removed: removed.length, cut: removed };
      }
      const revisions = this.revise(found, change).filter(({ fields }) => fields.length > 0);
      if (!dryRun) await writer.update(hosts, trx, revisions, actor);
      const cut = revisions.filter(endsConsoles).map(({ before }) => before.id);
      return { matched: found.length, changed: revisions.length, removed: 0, cut };
    });
    if (!dryRun) this.parts.changes.poke();
    return outcome;
  }

  private revise(found: StoredHost[], { addTags = [], removeTags = [], ...patch }: BulkChange): Revision[] {
    const { writer } = this.parts;
    const gone = new Set(removeTags);
    const wrong: Record<string, Text> = {};
    const revisions = found.flatMap((stored) => {
      const tags = [...new Set([...stored.host.tags.filter((tag) => !gone.has(tag)), ...addTags])];
      try {
        return [writer.revise(stored, writer.parsePatch(sameTags(tags, stored.host.tags) ? patch : { ...patch, tags }))];
      } catch (error) {
        if (!isPortalError(error) || error.code !== 'invalid') throw error;
        wrong[stored.host.id] = Object.values(error.told.fields ?? {})[0] ?? error.told.message;
        return [];
      }
    });
    const mistakes = Object.entries(wrong);
    const [first] = mistakes;
    if (first) {
      throw new PortalError('invalid', {
        message: text('errors.firstField', { field: first[0], message: first[1] }),
        fields: Object.fromEntries(mistakes.slice(0, MAX_TOLD)),
      });
    }
    return revisions;
  }
}

/** A host that is gone is not passed over in silence: whoever chose it thinks of it as changed. */
function ensureAll(ids: string[], found: StoredHost[]): void {
  const there = new Set(found.map(({ host }) => host.id));
  const gone = ids.filter((id) => !there.has(id));
  if (gone.length === 0) return;
  throw new PortalError('host_not_found', {
    fields: Object.fromEntries(gone.slice(0, MAX_TOLD).map((id) => [id, text('errors.code.host_not_found')])),
  });
}

function sameTags(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((tag, index) => tag === other[index]);
}
