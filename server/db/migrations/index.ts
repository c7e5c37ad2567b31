/** Every migration, listed: the server is bundled, so there is no folder to read at run time. They run in the order of their names. */

import type { Migration } from 'kysely';
import * as first from './001-first';
import * as settings from './002-settings';
import * as access from './003-access';
import { auditChain } from './004-audit-chain';
import * as nodes from './005-nodes';
import * as stepUp from './006-step-up';
import * as proxiedNames from './008-proxied-names';

/** @param secret the portal's: there is something to seal */
export const migrations = (secret: Buffer): Record<string, Migration> => ({
  '001-first': first,
  '002-settings': settings,
  '003-access': access,
  '004-audit-chain': auditChain(secret),
  '005-nodes': nodes,
  '006-step-up': stepUp,
  '008-proxied-names': proxiedNames,
});
