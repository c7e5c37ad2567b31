/** Every migration, listed: the server is bundled, so there is no folder to read at run time. They run in the order of their names. */

import type { Migration } from 'kysely';
import * as first from './001-first';
import * as settings from './002-settings';

export const migrations: Record<string, Migration> = {
  '001-first': first,
  '002-settings': settings,
};
