import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = import.meta.dirname;

/**
 * Two processor cores run these, and about a third of the time is spent in waiting for servers, for a browser, or for time to pass. More at
 * once, and their promises about time would measure the machine.
 */
const AT_ONCE = 3;

const kinds = ['integration', 'postgresql', 'e2e', 'unit'];

/**
 * The suites of the built portal that depend on what its database does: they run twice, on SQLite in the project `integration` and on
 * PostgreSQL in `postgresql`. Unit suites of the data and `cli.test.ts` have both in themselves (test/support/databases.ts); the consoles of
 * several processes and machines bring databases of their own; all others see the database through what is tested here.
 */
const onBothDatabases = [
  'access',
  'accounts',
  'attacks',
  'audit-forwarding',
  'every-way-in',
  'forward-auth',
  'languages',
  'ldap',
  'many-hosts',
  'oidc',
  'relay-rules',
  'rest',
  'revocation',
  'settings',
  'sign-in',
  'who-is-here',
].map((name) => `test/integration/${name}.test.ts`);
const load = 'test/integration/a-thousand-at-once.test.ts';

/** What takes more than some ten seconds, the longest first; a clone knows no durations of an earlier run. */
const long = [
  'test/e2e/the-line.test.ts',
  'test/e2e/accessibility.test.ts',
  'test/integration/typed-text.test.ts',
  'test/integration/rfb-framing.test.ts',
  'test/e2e/reconnect.test.ts',
  'test/e2e/type-text.test.ts',
  'test/e2e/being-told.test.ts',
  'test/e2e/stuck-keys.test.ts',
  'test/e2e/a-person.test.ts',
  'test/e2e/the-host-list.test.ts',
  'test/integration/cli.test.ts',
  'test/integration/tunnels.test.ts',
  'test/integration/start.test.ts',
  'test/e2e/the-picture.test.ts',
  'test/e2e/touch.test.ts',
  'test/e2e/the-clipboard.test.ts',
  'test/e2e/second-factors.test.ts',
  'test/e2e/languages.test.ts',
  'test/integration/close-codes.test.ts',
  'test/integration/relay-behaviour.test.ts',
  'test/integration/upgrade-refusals.test.ts',
  'test/e2e/the-keyboard.test.ts',
  'test/unit/gateway/relay.test.ts',
  'test/e2e/live-consoles.test.ts',
  'test/integration/every-way-in.test.ts',
  'test/unit/db/database.test.ts',
  'test/integration/relay-host-test.test.ts',
  'test/integration/rfb-login-elsewhere.test.ts',
  'test/unit/messages/uses.test.ts',
];

/** What takes longest first, whatever its kind; the many short ones at the end leave no core waiting for the last file. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = long.filter((file) => !existsSync(join(root, file)));
    if (gone.length > 0) throw new Error(`vitest.config.ts names what is no longer there: ${gone.join(', ')}`);
    const sorted = await super.sort(files);
    return sorted.sort(
      (a, b) => groupOf(a) - groupOf(b) || rank(a) - rank(b) || kinds.indexOf(a.project.name) - kinds.indexOf(b.project.name),
    );
  }
}

const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;

function rank({ moduleId }: TestSpecification): number {
  const place = long.indexOf(relative(root, moduleId).replaceAll('\\', '/'));
  return place < 0 ? long.length : place;
}

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    pool: 'forks',
    restoreMocks: true,
    setupFiles: ['test/support/leftovers.ts'],
    reporters: ['default'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          globalSetup: ['test/support/postgres-global.ts'],
          // Importing takes longer than most of these files: those of a worker share its modules, and put back what they change.
          isolate: false,
          testTimeout: 15_000,
          hookTimeout: 60_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: [load],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgresql',
          include: onBothDatabases,
          globalSetup: ['test/support/postgres-global.ts'],
          provide: { database: 'PostgreSQL' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'load',
          include: ['test/integration/a-thousand-at-once.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          // By itself, when all others are done.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 90_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 0 },
        },
      },
    ],
  },
});
