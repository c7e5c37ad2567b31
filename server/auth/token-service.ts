/** API tokens. The database holds their SHA-256 only: 256 random bits need no slow hash, and a stolen copy of it opens nothing. */

import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { AuditService } from '../audit/audit-service';
import type { Executor } from '../audit/audit-repository';
import { text } from '../../messages/text';
import { PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import { MAX_TOKENS, tokenCreateSchema, type tokenCreatedSchema } from '../contract/people';
import type { TokenScope } from '../contract/token-scope';
import type { Changes } from '../db/changes';
import type { Logger } from '../log';
import type { Actor, Identity } from './identity';
import type { OwnedToken, TokenRepository } from './token-repository';
import { TokenUses } from './token-uses';

const PREFIX = 'vp_';
const BYTES = 32;
const FORM = /^vp_[A-Za-z0-9_-]{43}$/;
const DAY_MS = 24 * 60 * 60_000;

interface Parts {
  tokens: TokenRepository;
  changes: Changes;
  audit: AuditService;
  log: Logger;
  now?: () => number;
}

export class TokenService {
  private readonly now: () => number;
  private readonly uses: TokenUses;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
    this.uses = new TokenUses(parts);
  }

  /**
   * @param user whose token it becomes
   * @returns with the token itself, which nothing else ever shows
   * @throws PortalError `invalid`, `bad_request` for one too many
   */
  async create(
    user: { id: string; name: string },
    input: z.input<typeof tokenCreateSchema>,
    actor: Actor,
  ): Promise<z.output<typeof tokenCreatedSchema>> {
    const { name, expiresInDays, scope } = parseInput(tokenCreateSchema, input);
    const token = PREFIX + randomBytes(BYTES).toString('base64url');
    const createdAt = this.now();
    const expiresAt = expiresInDays === null ? null : createdAt + expiresInDays * DAY_MS;
    const stored = await this.parts.tokens.transaction(async (tokens, trx) => {
      if ((await tokens.count(user.id)) >= MAX_TOKENS)
        throw new PortalError('bad_request', { message: text('errors.manyTokens', { max: MAX_TOKENS }) });
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

  /**
   * @param address of the client
   * @returns null for one that is malformed, unknown, revoked or expired, or whose user is disabled
   */
  async find(token: string, address: string | null = null): Promise<Identity | null> {
    if (!FORM.test(token)) return null;
    const now = this.now();
    const found = await this.parts.tokens.findByHash(digest(token), now);
    if (!found) return null;
    this.uses.note({ id: found.identity.via.id, at: now, address }, found.lastUsedAt);
    return found.identity;
  }

  /** The newest first, expired ones too. */
  async list(userId: string): Promise<OwnedToken[]> {
    await this.uses.settled();
    return this.parts.tokens.list(userId);
  }

  /** Everybody's, the newest first. */
  async listAll(): Promise<OwnedToken[]> {
    await this.uses.settled();
    return this.parts.tokens.list();
  }

  /** @throws PortalError `token_not_found` */
  async ownerOf(id: string): Promise<{ id: string; name: string }> {
    const owner = await this.parts.tokens.owner(id);
    if (!owner) throw new PortalError('token_not_found');
    return owner;
  }

  /**
   * Revokes one of the user's tokens, and ends its consoles.
   * @throws PortalError `token_not_found`
   */
  async revoke(id: string, userId: string, actor: Actor): Promise<void> {
    if ((await this.remove(userId, actor, id)) === 0) throw new PortalError('token_not_found');
  }

  /**
   * Revokes all of the user's tokens, and ends their consoles.
   * @param trx of what makes it necessary; the caller then pokes the changes when that is committed
   * @returns how many
   */
  revokeAll(userId: string, actor: Actor, trx?: Executor): Promise<number> {
    return this.remove(userId, actor, undefined, trx);
  }

  private async remove(userId: string, actor: Actor, id?: string, trx?: Executor): Promise<number> {
    const { tokens, changes, audit } = this.parts;
    const repository = trx ? tokens.in(trx) : tokens;
    const revoked = await repository.transaction(async (tokens, trx) => {
      const user = await tokens.userName(userId);
      const rows = await tokens.remove(userId, id);
      await changes.recordAll(
        trx,
        rows.map(({ id }) => ({ kind: 'token', subject: id, reason: 'revoked' })),
      );
      for (const { name } of rows) {
        const detail = { user, token: name };
        await audit.record({ action: 'token.revoke', actor, address: actor.address, detail }, trx);
      }
      return rows.length;
    });
    if (!trx) changes.poke();
    return revoked;
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
