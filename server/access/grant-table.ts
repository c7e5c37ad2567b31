/** Grants as rows of their table, and back. */

import { grantSchema, hoursSchema, type Grant, type GrantTarget } from '../contract/access';
import type { GrantTable } from '../db/schema';

/** With the name of whom it is for. */
export type GrantRow = GrantTable & { subject_name: string | null };

export function targetColumns(target: GrantTarget): Pick<GrantTable, 'target_kind' | 'host_id' | 'tag'> {
  return {
    target_kind: target.kind,
    host_id: target.kind === 'host' ? target.id : null,
    tag: target.kind === 'tag' ? target.tag : null,
  };
}

/** @throws ZodError for a row that no version of the portal has written */
export function fromTable(row: GrantRow): Grant {
  return grantSchema.parse({
    id: row.id,
    subject: {
      ...(row.user_id === null ? { kind: 'group', id: row.group_id } : { kind: 'user', id: row.user_id }),
      name: row.subject_name ?? '',
    },
    target: targetOf(row),
    access: row.access,
    endsAt: row.ends_at,
    hours: row.hours === null ? null : hoursSchema.parse(JSON.parse(row.hours)),
    note: row.note,
    createdAt: row.created_at,
    createdBy: row.created_by,
  });
}

function targetOf({ target_kind, host_id, tag }: GrantRow): unknown {
  return target_kind === 'host' ? { kind: 'host', id: host_id } : target_kind === 'tag' ? { kind: 'tag', tag } : { kind: target_kind };
}
