/** The services of accounts: people, their sign-ins, and what they sign in with. */

import type { AuditService } from './audit/audit-service';
import { Ceremonies } from './auth/ceremonies';
import { ExternalAccountRepository } from './auth/external-account-repository';
import { ExternalAccounts } from './auth/external-accounts';
import { FactorEnrolment } from './auth/factor-enrolment';
import { FactorRepository } from './auth/factor-repository';
import { FactorService } from './auth/factor-service';
import { LoginRepository } from './auth/login-repository';
import { LoginService } from './auth/login-service';
import { CodeHasher } from './auth/one-time-code';
import { PasskeyRepository } from './auth/passkey-repository';
import { Passkeys } from './auth/passkeys';
import type { Passwords } from './auth/passwords';
import { RefusedProofs } from './auth/refused-proofs';
import { SecondFactors } from './auth/second-factors';
import { SetupService } from './auth/setup';
import { SetupRepository } from './auth/setup-repository';
import { SignIn, type Directory } from './auth/sign-in';
import { SignInRepository } from './auth/sign-in-repository';
import { SignInSteps } from './auth/sign-in-steps';
import { StepUp } from './auth/step-up';
import type { Throttle } from './auth/throttle';
import { Tickets } from './auth/tickets';
import { TokenRepository } from './auth/token-repository';
import { TokenService } from './auth/token-service';
import { TotpCodes } from './auth/totp';
import type { Config } from './config';
import type { Changes } from './db/changes';
import type { Database } from './db/database';
import { Sealer } from './hosts/sealed';
import type { Logger } from './log';
import { InviteRepository } from './people/invite-repository';
import { Invites } from './people/invites';
import { NewPasswords } from './people/new-password';
import { PasswordCheck } from './people/password-check';
import { PeopleService } from './people/people-service';
import { UserRepository } from './people/user-repository';

interface Needs {
  db: Database;
  secret: Buffer;
  changes: Changes;
  audit: AuditService;
  passwords: Passwords;
  throttle: Throttle;
  /** Who has to have a second factor. */
  rule: Config['requireSecondFactor'];
  log: Logger;
  /** Whether the portal's own passwords open anything. */
  ownPasswords?: boolean;
  /** Where else a name and a password may be right. */
  directory?: ((accounts: ExternalAccounts) => Directory) | undefined;
  now?: () => number;
}

export function composeAccounts(needs: Needs) {
  const { db, secret, changes, audit, passwords, throttle, rule, log, ownPasswords = true, now = Date.now } = needs;
  const users = new UserRepository(db, now);
  const logins = new LoginService({ logins: new LoginRepository(db), changes, audit, now });
  const tokens = new TokenService({ tokens: new TokenRepository(db), changes, audit, log, now });
  const refused = new RefusedProofs({ audit });
  const setup = new SetupService({ setups: new SetupRepository(db), secret, users, passwords, throttle, audit, refused, now });

  const factors = new FactorRepository(db);
  const passkeyRows = new PasskeyRepository(db);
  const codes = new CodeHasher(secret);
  const totp = new TotpCodes({ factors, sealer: new Sealer(secret, 'vnc-portal/totp'), now });
  const passkeys = new Passkeys({ passkeys: passkeyRows, ceremonies: new Ceremonies({ passkeys: passkeyRows, secret, now }), now });
  const shown = new SecondFactors({ factors, passkeyRows, totp, passkeys, codes, throttle, audit, rule, now });
  const enrolment = new FactorEnrolment({ factors, passkeyRows, shown, totp, passkeys, codes, audit });
  const stepUp = new StepUp({ factors, users, ownPasswords, now });
  const ownFactors = new FactorService({ factors, passkeyRows, shown, enrolment, stepUp, logins, refused, audit, now });

  const tickets = new Tickets({ signIns: new SignInRepository(db), users, factors: shown, now });
  const inviteRows = new InviteRepository(db);
  const newPasswords = new NewPasswords({ users, logins, tickets, tokens, invites: inviteRows, audit });
  const passwordCheck = new PasswordCheck({ users, passwords, throttle, factors, audit });
  const parts = { users, logins, tokens, newPasswords, tickets, passwords, changes, audit, now };
  const people = new PeopleService({ ...parts, passwordCheck, factors: shown });
  const invites = new Invites({ ...parts, invites: inviteRows, codes, throttle });

  const places = { accounts: new ExternalAccountRepository(db), users, logins, tickets, factors: shown };
  const external = new ExternalAccounts({ ...places, changes, audit, log, now });
  const directory = needs.directory?.(external);
  const signIn = new SignIn({ users, logins, passwords, throttle, audit, tickets, directory, promotions: external, ownPasswords });
  const steps = { signIn, tickets, users, factors: shown, enrolment, passkeys, refused, passwords, newPasswords, invites, changes, now };
  return {
    ...{ users, logins, tokens, refused, external, setup, people, invites, signIn, stepUp, tickets },
    signInSteps: new SignInSteps(steps),
    factors: ownFactors,
  };
}
