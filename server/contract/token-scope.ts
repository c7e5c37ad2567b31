import { z } from 'zod';
import { hostIdSchema, tagSchema } from './host';

/**
 * `read`: look at what its owner may see. `connect`: open consoles. `manage`: change what its owner may change, except people. `people`: change
 * users, their passwords, factors, roles and tokens, if its owner is an administrator.
 */
export const tokenPowerSchema = z.enum(['read', 'connect', 'manage', 'people']);
export type TokenPower = z.infer<typeof tokenPowerSchema>;
const MAX_NARROWED = 100;
/** What a token may do of what its owner may. */
export const tokenScopeSchema = z.strictObject({
  powers: z.array(tokenPowerSchema).min(1).max(tokenPowerSchema.options.length),
  /** Narrowed to hosts that are named or have one of the tags; both absent: to none in particular. */
  hosts: z.array(hostIdSchema).max(MAX_NARROWED).optional(),
  tags: z.array(tagSchema).max(MAX_NARROWED).optional(),
});
export type TokenScope = z.infer<typeof tokenScopeSchema>;
export const fullScope: TokenScope = { powers: ['read', 'connect', 'manage', 'people'] };
