/** A host as a file of hosts has it: a text a field, in the order of columns. Passwords are never among them. */

import type { Host } from '../contract/host';

type Field = readonly [name: string, read: (host: Host) => string | boolean | number | undefined | null];

const fields: readonly Field[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['description', ({ description }) => description],
  // Neither a tag nor an address has a space in it.
  ['tags', ({ tags }) => tags.join(' ')],
  ['targets', ({ targets }) => targets.join(' ')],
  ['balance', ({ balance }) => balance],
  ['username', ({ credentials }) => credentials.username],
  ['tls.ca', ({ tls }) => tls.ca],
  ['tls.servername', ({ tls }) => tls.servername],
  ['tls.insecure', ({ tls }) => tls.insecure],
  ['tls.allowAnonymous', ({ tls }) => tls.allowAnonymous],
  ['tls.allowUnprotectedPassword', ({ tls }) => tls.allowUnprotectedPassword],
  ['tls.trustOnFirstUse', ({ tls }) => tls.trustOnFirstUse],
  ['tls.pin', ({ tls }) => tls.pin],
  ['tls.keyPin', ({ tls }) => tls.keyPin],
  ['policy.clipboard', ({ policy }) => policy.clipboard],
  ['policy.record', ({ policy }) => policy.record],
  ['policy.exclusive', ({ policy }) => policy.exclusive],
  ['policy.secondFactor', ({ policy }) => policy.secondFactor],
  ['policy.maxViewers', ({ policy }) => policy.maxViewers],
  ['banner', ({ banner }) => banner],
  ['keyboard', ({ keyboard }) => keyboard],
];

export const fieldNames: readonly string[] = fields.map(([name]) => name);

/** In the order of {@link fieldNames}; empty where the host has nothing. */
export function fieldTexts(host: Host): string[] {
  return fields.map(([, read]) => String(read(host) ?? ''));
}
