/**
 * Brings the registry in line with a file. What the file says of a host is made so, what it does not say stays; hosts that it does not
 * name stay too, unless asked to be removed. A file with a single mistake changes nothing.
 */

import { text, type Text } from '../../messages/text';
import type { Actor } from '../auth/identity';
import { isPortalError } from '../contract/errors';
import type { Host, HostCreate } from '../contract/host';
import type { Changes } from '../db/changes';
import type { HostRepository, StoredHost } from './host-repository';
import type { HostWriter, Revision } from './host-writer';
import { readEntry, type ImportEntry } from './import-entry';
import type { FileEntry } from './import-file';

export interface ImportMistake {
  where: Text;
  /** Empty where the id itself is the mistake. */
  id: string;
  field: string;
  message: Text;
}

export interface ImportPlan {
  add: HostCreate[];
  change: Revision[];
  /** Hosts that the file does not name and that are to go. */
  remove: Host[];
  unchanged: string[];
  /** Ids of hosts that the file does not name and that stay. */
  kept: string[];
  mistakes: ImportMistake[];
}

export interface ImportOptions {
  /** Remove the hosts that the file does not name. */
  prune: boolean;
  /** Only plan. */
  dryRun: boolean;
  /** Is shown the plan before it is carried out, and throws to prevent that. */
  approve?: (plan: ImportPlan) => void;
}

export class HostImport {
  constructor(private readonly parts: { hosts: HostRepository; writer: HostWriter; changes: Changes }) {}

  /** @returns what was done, or with `dryRun` or mistakes would have been; all of it in one transaction */
  async run(entries: FileEntry[], { prune, dryRun, approve }: ImportOptions, actor: Actor): Promise<ImportPlan> {
    if (dryRun) return this.plan(entries, await this.parts.hosts.all(), prune);
    const plan = await this.parts.hosts.transaction(async (hosts, trx) => {
      const planned = this.plan(entries, await hosts.allForUpdate(), prune);
      if (planned.mistakes.length > 0) return planned;
      approve?.(planned);
      const { writer } = this.parts;
      await writer.create(hosts, trx, planned.add, actor);
      await writer.update(hosts, trx, planned.change, actor);
      await writer.remove(
        hosts,
        trx,
        planned.remove.map(({ id }) => id),
        actor,
      );
      return planned;
    });
    this.parts.changes.poke();
    return plan;
  }

  private plan(entries: FileEntry[], registry: StoredHost[], prune: boolean): ImportPlan {
    const plan: ImportPlan = { add: [], change: [], remove: [], unchanged: [], kept: [], mistakes: [] };
    const present = new Map(registry.map((stored) => [stored.host.id, stored]));
    const named = new Set<string>();
    for (const { where, value } of entries) {
      const read = readEntry(value);
      if ('wrong' in read) {
        plan.mistakes.push(...mistakes(where, idOf(value), read.wrong));
      } else if (named.has(read.entry.id)) {
        plan.mistakes.push(...mistakes(where, read.entry.id, { id: text('importFindings.idTwice') }));
      } else {
        named.add(read.entry.id);
        this.planOne(plan, where, read.entry, present.get(read.entry.id));
      }
    }
    plan.mistakes = gathered(plan.mistakes, entries.length);
    const unnamed = registry.filter(({ host }) => !named.has(host.id)).map(({ host }) => host);
    // An empty file is more likely the wrong one than the wish for an empty registry.
    if (prune && named.size === 0 && plan.mistakes.length === 0) {
      plan.mistakes.push({ where: text('importFindings.theFile'), id: '', field: 'hosts', message: text('importFindings.nothingLeft') });
    }
    if (prune) plan.remove.push(...unnamed);
    else plan.kept.push(...unnamed.map(({ id }) => id));
    return plan;
  }

  private planOne(plan: ImportPlan, where: Text, { id, fields }: ImportEntry, stored: StoredHost | undefined): void {
    const { writer } = this.parts;
    try {
      if (!stored) {
        plan.add.push(writer.parseNew({ ...fields, id, targets: fields.targets ?? [] }));
        return;
      }
      const revision = writer.revise(stored, writer.parsePatch(fields));
      if (revision.fields.length > 0) plan.change.push(revision);
      else plan.unchanged.push(id);
    } catch (error) {
      if (!isPortalError(error) || error.code !== 'invalid') throw error;
      plan.mistakes.push(...mistakes(where, id, error.told.fields ?? { entry: error.told.message }));
    }
  }
}

/** A field that no host has, and what is wrong with every host of a file, is one mistake of the file. */
function gathered(found: ImportMistake[], hosts: number): ImportMistake[] {
  const alike = new Map<string, ImportMistake[]>();
  for (const mistake of found) {
    const key = JSON.stringify([mistake.field, mistake.message]);
    const others = alike.get(key);
    if (others) others.push(mistake);
    else alike.set(key, [mistake]);
  }
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const oneCause = same.length > 1 && (same.length === hosts || first!.message.key === 'fields.unknown');
    return oneCause
      ? [{ ...first!, id: '', where: text('importFindings.andMore', { where: first!.where, count: same.length - 1 }) }]
      : same;
  });
}

function mistakes(where: Text, id: string, wrong: Readonly<Record<string, Text>>): ImportMistake[] {
  return Object.entries(wrong).map(([field, message]) => ({ where, id, field, message }));
}

function idOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : '';
  return typeof id === 'string' && /^[\w.-]{1,80}$/.test(id) ? id : '';
}
