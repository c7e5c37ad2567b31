/** The import as the REST API offers it: a text instead of a file, and a plan that is shown before it is carried out. */

import { createHash } from 'node:crypto';
import { say } from '../../messages/say';
import type { Actor } from '../auth/identity';
import { PortalError } from '../contract/errors';
import type { Host } from '../contract/host';
import type { Locale } from '../contract/locale';
import { MAX_IMPORT_HOSTS, type FieldChange, type HostImportInput, type HostImportPlan } from '../contract/host-import';
import { fieldNames, fieldTexts } from './export-fields';
import { endsConsoles, type Revision } from './host-writer';
import type { ImportOptions, ImportPlan } from './import';
import { readImportFiles, type FileEntry } from './import-file';

interface Parts {
  hosts: { import(entries: FileEntry[], options: ImportOptions, actor: Actor): Promise<ImportPlan> };
  /** Consoles open now. */
  liveAt: (hostId: string) => number;
}

/** A file with the wrong columns has a mistake in every line: the first tell as much as all. */
const MAX_FINDINGS = 200;

/** @throws PortalError `plan_changed` when the plan that was agreed to is no longer what would be done; `too_large` */
export async function importHosts(
  parts: Parts,
  { format, text, files = [{ name: '', text: text ?? '', format }], prune, dryRun, plan }: HostImportInput,
  actor: Actor,
  locale: Locale,
): Promise<HostImportPlan> {
  const { entries, files: read, mistakes } = readImportFiles(files);
  if (mistakes.length > 0) {
    const unread = mistakes.map(({ where, message }) => ({ where: say(where, locale), id: '', field: '', message: say(message, locale) }));
    return { ...empty, read, findings: unread.slice(0, MAX_FINDINGS), moreFindings: Math.max(0, unread.length - MAX_FINDINGS) };
  }
  if (entries.length > MAX_IMPORT_HOSTS) throw new PortalError('too_large');
  const name = (planned: ImportPlan) => planName(planned, { files, prune });
  const approve = (planned: ImportPlan) => {
    if (plan !== undefined && plan !== name(planned)) throw new PortalError('plan_changed');
  };
  const planned = await parts.hosts.import(entries, { prune, dryRun, approve }, actor);
  return { ...describe(planned, parts.liveAt, locale), read, plan: name(planned), applied: !dryRun && planned.mistakes.length === 0 };
}

const empty: HostImportPlan = {
  ...{ plan: '', applied: false, add: [], change: [], remove: [], unchanged: 0, kept: 0, read: [], findings: [], moreFindings: 0 },
};

function describe({ add, change, remove, unchanged, kept, mistakes }: ImportPlan, liveAt: Parts['liveAt'], locale: Locale): HostImportPlan {
  return {
    ...empty,
    add: add.map(({ id, name, targets }) => ({ id, name: name || id, targets })),
    change: change.map((revision) => ({
      id: revision.before.id,
      name: revision.before.name,
      fields: fieldChanges(revision),
      ended: endsConsoles(revision) ? liveAt(revision.before.id) : 0,
      forgetsPassword: revision.forgetsPassword,
    })),
    remove: remove.map(({ id, name }) => ({ id, name, ended: liveAt(id) })),
    unchanged: unchanged.length,
    kept: kept.length,
    findings: mistakes
      .slice(0, MAX_FINDINGS)
      .map((found) => ({ ...found, where: say(found.where, locale), message: say(found.message, locale) })),
    moreFindings: Math.max(0, mistakes.length - MAX_FINDINGS),
  };
}

/** A password that is given shows as a field that changes, from nothing to nothing. */
function fieldChanges({ before, after, newPassword, forgetsPassword }: Revision): FieldChange[] {
  const [old, fresh] = [fieldTexts(before), fieldTexts(after.host)];
  const changes = fieldNames.flatMap((field, index) =>
    old[index] === fresh[index] ? [] : [{ field, before: old[index]!, after: fresh[index]! }],
  );
  return newPassword && !forgetsPassword ? [...changes, { field: 'password', before: '', after: '' }] : changes;
}

/** By the text and by what it meets: where either is another, so is the name. Of the hosts' secrets it says nothing. */
function planName({ add, change, remove, unchanged }: ImportPlan, given: object): string {
  const met = (host: Host) => fieldTexts(host);
  const parts = [
    given,
    add.map(({ id }) => id),
    change.map(({ before, fields }) => [met(before), fields]),
    remove.map(({ id }) => id),
    unchanged,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
