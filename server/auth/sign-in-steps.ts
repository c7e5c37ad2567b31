/**
 * The steps between a proof and a session: factor or enrol, then password, then done. Each answers what is wanted next; which step a
 * ticket is at is found out anew each time, from what the account has and must by then.
 */

import type { Executor } from '../audit/audit-repository';
import type { SignInState, SignInStep } from '../contract/factors';
import { text } from '../../messages/text';
import { isPortalError, PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import { newPasswordSchema } from '../contract/factors';
import type { Changes } from '../db/changes';
import type { Invites } from '../people/invites';
import type { NewPasswords } from '../people/new-password';
import type { UserRepository } from '../people/user-repository';
import type { FactorEnrolment } from './factor-enrolment';
import { hasFactor, type FactorRepository } from './factor-repository';
import type { CeremonyAnswer, CeremonyBegun, Party, Passkeys } from './passkeys';
import type { Passwords } from './passwords';
import type { RefusedProofs } from './refused-proofs';
import type { SecondFactors } from './second-factors';
import type { SignIn } from './sign-in';
import type { Progress, Tickets } from './tickets';

interface Parts {
  signIn: SignIn;
  tickets: Tickets;
  users: UserRepository;
  factors: SecondFactors;
  enrolment: FactorEnrolment;
  passkeys: Passkeys;
  refused: RefusedProofs;
  passwords: Passwords;
  newPasswords: NewPasswords;
  invites: Invites;
  changes: Changes;
  now: () => number;
}
type Ticket = string | null;
/** What a sign-in begins with, for the cookie. */
export interface Begun {
  ticket: string;
  state: SignInState;
}
export type Enrolled = SignInState & { codes: string[] | null };

export class SignInSteps {
  constructor(private readonly parts: Parts) {}

  /** @throws PortalError `sign_in_lost`, as does every step below without a ticket that is at it */
  async state(ticket: Ticket): Promise<SignInState> {
    return stateOf(await this.parts.tickets.read(ticket));
  }

  async cancel(ticket: Ticket): Promise<void> {
    if (ticket !== null) await this.parts.tickets.drop(ticket);
  }

  /** @throws PortalError `wrong_code`, `too_many_attempts` */
  async totp(given: Ticket, code: string, address: string): Promise<SignInState> {
    const { ticket, progress } = await this.at(given, 'factor');
    await this.parts.factors.showTotp({ ...progress.user, address }, code);
    return this.factorShown(ticket, progress);
  }

  /** @throws PortalError `wrong_code`, `too_many_attempts` */
  async recoveryCode(given: Ticket, code: string, address: string): Promise<SignInState> {
    const { ticket, progress } = await this.at(given, 'factor');
    await this.parts.factors.showRecoveryCode({ ...progress.user, address }, code);
    return this.factorShown(ticket, progress);
  }

  /** With a ticket that waits for a factor, for that account's passkeys; else for whoever shows one. */
  async beginPasskey(ticket: Ticket, party: Party): Promise<CeremonyBegun> {
    const progress = await this.waitingForFactor(ticket);
    return progress
      ? this.parts.factors.beginPasskey('factor', progress.user.id, party)
      : this.parts.passkeys.begin('sign-in', null, party);
  }

  /** @throws PortalError `wrong_passkey` */
  async passkey(ticket: Ticket, answer: CeremonyAnswer, party: Party, address = ''): Promise<{ state: SignInState; ticket?: string }> {
    const progress = await this.waitingForFactor(ticket);
    try {
      return await (progress && ticket !== null ? this.passkeyAsFactor(ticket, progress, answer, party) : this.passkeyAlone(answer, party));
    } catch (error) {
      if (isPortalError(error) && error.code === 'wrong_passkey')
        await this.parts.refused.record({ reason: 'wrong passkey', address, ...(progress ? { user: progress.user.name } : {}) });
      throw error;
    }
  }

  private async passkeyAsFactor(ticket: string, progress: Progress, answer: CeremonyAnswer, party: Party): Promise<{ state: SignInState }> {
    await this.parts.factors.showPasskey('factor', progress.user.id, answer, party);
    return { state: await this.factorShown(ticket, progress) };
  }

  private async passkeyAlone(answer: CeremonyAnswer, party: Party): Promise<{ state: SignInState; ticket: string }> {
    const userId = await this.parts.passkeys.verify('sign-in', null, answer, party);
    const user = await this.parts.users.find(userId);
    // Where another place decides who may sign in, a passkey is no way around it: there it is a second factor only.
    if (!user || user.disabled || !user.hasPassword) throw new PortalError('wrong_passkey');
    const begun = await this.parts.signIn.begin(user, { provider: 'passkey', factorAt: this.parts.now() });
    return { state: stateOf(begun.progress), ticket: begun.ticket };
  }

  /** @throws PortalError `invalid` on `password`, also for the one that it has been */
  async password(given: Ticket, input: string, address: string): Promise<SignInState> {
    const { ticket, progress } = await this.at(given, 'password');
    const { users, passwords, newPasswords, tickets, changes } = this.parts;
    const { id, name } = progress.user;
    const { password } = parseInput(newPasswordSchema, { password: input });
    if (await passwords.verify(await users.passwordHash(id), password))
      throw new PortalError('invalid', { fields: { password: text('fields.samePassword') } });
    const hash = await passwords.hash(password);
    await users.transaction(async (_users, trx) => {
      await tickets.hold(ticket, trx);
      await newPasswords.set(progress.user, { hash, mustChange: false, actor: { id, name, address }, except: { ticket } }, trx);
    });
    changes.poke();
    return this.state(ticket);
  }

  async beginTotp(given: Ticket): Promise<{ secret: string; uri: string }> {
    const { progress } = await this.at(given, 'enrol');
    return this.parts.enrolment.beginTotp(progress.user);
  }

  /** @throws PortalError `wrong_code`, `too_many_attempts` */
  async enrolTotp(given: Ticket, code: string, address: string): Promise<Enrolled> {
    const { ticket, progress } = await this.at(given, 'enrol');
    const codes = await this.parts.enrolment.confirmTotp({ ...progress.user, address }, code, this.stillToEnrol(ticket, progress));
    return { ...(await this.factorShown(ticket, progress)), codes };
  }

  async beginEnrolPasskey(given: Ticket, party: Party): Promise<CeremonyBegun> {
    const { progress } = await this.at(given, 'enrol');
    return this.parts.enrolment.beginPasskey(progress.user, party);
  }

  /** @throws PortalError `wrong_passkey` */
  async enrolPasskey(
    given: Ticket,
    answer: CeremonyAnswer,
    { name, party, address }: { name: string; party: Party; address: string },
  ): Promise<Enrolled> {
    const { ticket, progress } = await this.at(given, 'enrol');
    const holder = { ...progress.user, address };
    const codes = await this.parts.enrolment.addPasskey(holder, answer, { name, party }, this.stillToEnrol(ticket, progress));
    return { ...(await this.factorShown(ticket, progress)), codes };
  }

  /** @throws PortalError `invalid` on `password`, `wrong_invite`, `too_many_attempts` */
  async acceptInvite(input: { name: string; code: string; password: string }, address: string): Promise<Begun> {
    const user = await this.parts.invites.accept(input, address);
    const { ticket, progress } = await this.parts.signIn.begin(user, { provider: 'invite' });
    return { ticket, state: stateOf(progress) };
  }

  private async at(ticket: Ticket, ...steps: SignInStep[]): Promise<{ ticket: string; progress: Progress }> {
    const progress = await this.parts.tickets.read(ticket);
    if (ticket === null || !steps.includes(progress.step)) throw new PortalError('sign_in_lost');
    return { ticket, progress };
  }

  /** Of two sign-ins that enrol at once, the second one has to show what the first one added. */
  private stillToEnrol(ticket: string, { user }: Progress): (factors: FactorRepository, trx: Executor) => Promise<void> {
    return async (factors, trx) => {
      if (hasFactor(await factors.counts(user.id))) throw new PortalError('sign_in_lost');
      await this.parts.tickets.hold(ticket, trx);
    };
  }

  private async waitingForFactor(ticket: Ticket): Promise<Progress | null> {
    const progress = ticket === null ? null : await this.parts.tickets.find(ticket);
    return progress?.step === 'factor' ? progress : null;
  }

  private async factorShown(ticket: string, progress: Progress): Promise<SignInState> {
    return stateOf(await this.parts.tickets.factorShown(ticket, progress));
  }
}

function stateOf({ step, methods, user }: Progress): SignInState {
  return { step, methods, name: user.name };
}
