import type { Kysely } from 'kysely';

interface Tables {
  identities: { issuer: string; subject: string; last_used_at: number };
}

/**
 * Whom a proxy names is one person in capitals and in small letters: accounts get their name in small letters as their subject. Of several that
 * differ by that alone, the one with small letters or the one used last gets it, and the others keep their own: they may be other people's.
 */
export async function up(db: Kysely<never>): Promise<void> {
  const tables = db as unknown as Kysely<Tables>;
  const rows = await tables
    .selectFrom('identities')
    .select('subject')
    .where('issuer', '=', 'proxy')
    .orderBy('last_used_at', 'desc')
    .execute();
  const taken = new Set(rows.map(({ subject }) => subject));
  for (const { subject } of rows) {
    // As server/auth/proxied-person.ts has it now; a migration stays as it is.
    const folded = subject.normalize('NFC').toLowerCase();
    if (taken.has(folded)) continue;
    taken.add(folded);
    await tables.updateTable('identities').set({ subject: folded }).where('issuer', '=', 'proxy').where('subject', '=', subject).execute();
  }
}
