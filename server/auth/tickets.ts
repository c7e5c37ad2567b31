/**
 * Sign-ins that want more than what was shown so far. The browser holds a ticket, which is worth nothing but the next step: a session, and
 * its cookie, is made only when nothing is wanted any more.
 */

import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Executor } from '../audit/audit-repository';
import { PortalError } from '../contract/errors';
import type { FactorMethod, SignInStep } from '../contract/factors';
import type { User } from '../contract/people';
import type { UserRepository } from '../people/user-repository';
import { methodsOf, type SecondFactors } from './second-factors';
import type { SignInRepository } from './sign-in-repository';

/** Long enough to find a phone; the cookie lasts as long, see app/api/sign-in-ticket.ts. */
const TICKET_MS = 10 * 60_000;
const TICKET_BYTES = 32;

/** How somebody has proved who they are. */
const proofSchema = z.object({
  /** `password`, `passkey`, `invite`, or which of the configured places. */
  provider: z.string().min(1),
  /** The account there, and its session there, where it told. */
  upstream: z.object({ issuer: z.string(), subject: z.string(), session: z.string().optional() }).optional(),
  /** The place asks for whatever factors it wants: the portal asks for none. Not for a directory, which knows passwords only. */
  factorsElsewhere: z.literal(true).optional(),
  /** The groups there make an administrator of the account, once a second factor was shown here, wherever else one was. */
  promotes: z.literal(true).optional(),
  /** When a second factor was shown with it, ms. */
  factorAt: z.number().optional(),
});
export type Proof = z.infer<typeof proofSchema>;

/** A sign-in so far. */
export interface Progress {
  user: User;
  proof: Proof;
  step: SignInStep;
  /** With `factor`: what the account can answer with. */
  methods: FactorMethod[];
}

interface Parts {
  signIns: SignInRepository;
  users: UserRepository;
  factors: SecondFactors;
  now: () => number;
}

export class Tickets {
  constructor(private readonly parts: Parts) {}

  /** What a sign-in wants next: first the second factor, so that nothing is changed by whoever has the password alone. */
  async progress(user: User, proof: Proof): Promise<Progress> {
    const { factors } = this.parts;
    const methods = methodsOf(await factors.counts(user.id));
    const asked = proof.factorAt === undefined && (!proof.factorsElsewhere || proof.promotes === true);
    const role = proof.promotes ? 'admin' : user.role;
    if (asked && methods.length > 0) return { user, proof, step: 'factor', methods };
    if (asked && factors.demandedOf({ role })) return { user, proof, step: 'enrol', methods: [] };
    const mustChange = user.mustChangePassword && proof.upstream === undefined;
    return { user, proof, step: mustChange ? 'password' : 'done', methods: [] };
  }

  /** @param still throws where what was proved counts no more; in the transaction that makes the ticket */
  async open(user: User, proof: Proof, still: (trx: Executor) => Promise<void>): Promise<string> {
    const ticket = randomBytes(TICKET_BYTES).toString('base64url');
    const createdAt = this.parts.now();
    await this.parts.signIns.transaction(async (signIns, trx) => {
      await still(trx);
      const stored = { userId: user.id, data: JSON.stringify(proof) };
      await signIns.insert(hashOf(ticket), stored, { createdAt, expiresAt: createdAt + TICKET_MS });
    });
    return ticket;
  }

  /** @throws PortalError `sign_in_lost` */
  async read(ticket: string | null): Promise<Progress> {
    const progress = ticket === null ? null : await this.find(ticket);
    if (!progress) throw new PortalError('sign_in_lost');
    return progress;
  }

  /** @returns null for one that is unknown, used up or too old, or whose user may not sign in */
  async find(ticket: string): Promise<Progress | null> {
    const stored = await this.parts.signIns.find(hashOf(ticket), this.parts.now());
    const user = stored && (await this.parts.users.find(stored.userId));
    return stored && user && !user.disabled ? this.progress(user, proofSchema.parse(JSON.parse(stored.data))) : null;
  }

  /**
   * A second factor was shown.
   * @throws PortalError `sign_in_lost`
   */
  async factorShown(ticket: string, { user, proof }: Progress): Promise<Progress> {
    const shown = { ...proof, factorAt: this.parts.now() };
    if (!(await this.parts.signIns.replace(hashOf(ticket), JSON.stringify(shown)))) throw new PortalError('sign_in_lost');
    return this.progress(user, shown);
  }

  /**
   * Uses the ticket up, in the transaction of what is made of it.
   * @throws PortalError `sign_in_lost`
   */
  async take(ticket: string, trx: Executor): Promise<void> {
    if (!(await this.parts.signIns.in(trx).take(hashOf(ticket)))) throw new PortalError('sign_in_lost');
  }

  /**
   * Makes sure that it still counts, and goes on counting until the transaction is over.
   * @throws PortalError `sign_in_lost`
   */
  async hold(ticket: string, trx: Executor): Promise<void> {
    if (!(await this.parts.signIns.in(trx).hold(hashOf(ticket)))) throw new PortalError('sign_in_lost');
  }

  /** Given up. */
  async drop(ticket: string): Promise<void> {
    await this.parts.signIns.take(hashOf(ticket));
  }

  /** Whatever takes a right away takes the sign-ins that are under way, too; before it takes the finished ones, so that none slips through. */
  async forget(userId: string, trx: Executor, except?: string): Promise<void> {
    await this.parts.signIns.in(trx).forget(userId, except === undefined ? undefined : hashOf(except));
  }
}

function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}
