/** API tokens. The database holds their SHA-256 only: 256 random bits need no slow hash, and a stolen copy of it opens nothing. */

import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { AuditService } from '../audit/audit-service';
import { PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import { tokenCreateSchema, type Token, type tokenCreatedSchema } from '../contract/people';
import type { TokenScope } from '../contract/token-scope';
import type { Changes } from '../db/changes';
import type { Actor, Identity } from './identity';
import type { TokenRepository } from './token-repository';

const PREFIX = 'vp_';
const BYTES = 32;
const FORM = /^vp_[A-Za-z0-9_-]{43}$/;
const DAY_MS = 24 * 60 * 60_000;
/** "Last used" is stored no finer than this. */
const USED_MS = 60_000;

interface Parts {
  tokens: TokenRepository;
  changes: Changes;
  audit: AuditService;
  now?: () => number;
}

export class TokenService {
  private readonly now: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
  }

  /**
   * @param user whose token it becomes
   * @returns with the token itself, which nothing else ever shows
   * @throws PortalError `invalid`
   */
  async create(
    user: { id: string; name: string },
    input: z.input<typeof tokenCreateSchema>,
    actor: Actor,
  ): Promise<z.output<typeof tokenCreatedSchema>> {
    const { name, expiresInDays, scope } = parseInput(tokenCreateSchema, input);
    const token = PREFIX + randomBytes(BYTES).toString('base64url');
    const createdAt = this.now();
    const expiresAt = expiresInDays === undefined ? null : createdAt + expiresInDays * DAY_MS;
    const stored = await this.parts.tokens.transaction(async (tokens, trx) => {
      const created = await tokens.insert(user.id, { name, createdAt, expiresAt, scope: onceEach(scope) }, digest(token));
      await this.parts.audit.record(
        {
          action: 'token.create',
          actor,
          address: actor.address,
          detail: { user: user.name, token: name, expiresAt, ...scopeDetail(created.scope) },
        },
        trx,
      );
      return created;
    });
    return { ...stored, token };
  }

  /** @returns null for one that is malformed, unknown, revoked or expired, or whose user is disabled */
  async find(token: string): Promise<Identity | null> {
    if (!FORM.test(token)) return null;
    const now = this.now();
    const found = await this.parts.tokens.findByHash(digest(token), now);
    if (!found) return null;
    if (found.lastUsedAt === null || now - found.lastUsedAt >= USED_MS) await this.parts.tokens.used(found.identity.via.id, now);
    return found.identity;
  }

  list(userId: string): Promise<Token[]> {
    return this.parts.tokens.list(userId);
  }

  /**
   * Revokes one of the user's tokens, and ends its consoles.
   * @throws PortalError `token_not_found`
   */
  async revoke(id: string, userId: string, actor: Actor): Promise<void> {
    await this.parts.tokens.transaction(async (tokens, trx) => {
      const name = await tokens.remove(id, userId);
      if (name === null) throw new PortalError('token_not_found');
      await this.parts.changes.record(trx, { kind: 'token', subject: id, reason: 'revoked' });
      await this.parts.audit.record({ action: 'token.revoke', actor, address: actor.address, detail: { token: name } }, trx);
    });
    this.parts.changes.poke();
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function onceEach({ powers, hosts, tags }: TokenScope): TokenScope {
  return {
    powers: [...new Set(powers)],
    ...(hosts === undefined ? {} : { hosts: [...new Set(hosts)] }),
    ...(tags === undefined ? {} : { tags: [...new Set(tags)] }),
  };
}

function scopeDetail({ powers, hosts, tags }: TokenScope): Record<string, string> {
  return {
    powers: powers.join(', '),
    ...(hosts === undefined ? {} : { hosts: hosts.join(', ') }),
    ...(tags === undefined ? {} : { tags: tags.join(', ') }),
  };
}
