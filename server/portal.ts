/** How route handlers and pages reach the services. */

import type { NextAuthOptions } from 'next-auth';
import type { Access } from './access/access';
import type { GrantService } from './access/grant-service';
import type { AuditService } from './audit/audit-service';
import type { AuditForwarding } from './audit/forwarding/forwarding';
import type { Authenticator } from './auth/authenticator';
import type { ExternalSignIn } from './auth/external-sign-in';
import type { FactorService } from './auth/factor-service';
import type { LoginService } from './auth/login-service';
import type { BackchannelLogout } from './auth/oidc-logout';
import type { AuthRequest } from './auth/options';
import type { ProviderAttempts } from './auth/provider-attempts';
import type { SignIn } from './auth/sign-in';
import type { SignInSteps } from './auth/sign-in-steps';
import type { SetupService } from './auth/setup';
import type { StepUp } from './auth/step-up';
import type { TokenService } from './auth/token-service';
import type { Config } from './config';
import type { SignInOptions } from './contract/factors';
import type { HostDirectory } from './hosts/host-directory';
import type { Logger } from './log';
import type { Nodes } from './nodes/nodes';
import type { GroupService } from './people/group-service';
import type { Invites } from './people/invites';
import type { PeopleService } from './people/people-service';
import type { SettingsService } from './people/settings-service';
import type { SessionService } from './sessions/session-service';

/** Of a service, what another thread can ask it too: in production the pages have one of their own (server/http/pages-thread). */
type Asked<T> = {
  [K in keyof T as T[K] extends (...args: never[]) => Promise<unknown> | AsyncGenerator ? K : never]: T[K];
};

/** Arguments and answers are plain data, but for those of the options, which are made where they are used. */
export interface Portal {
  config: Pick<Config, 'basePath'>;
  log: Logger;
  access: Asked<Access> & Pick<Access, 'can' | 'ensure'>;
  grants: Asked<GrantService>;
  groups: Asked<GroupService>;
  audit: Asked<AuditService>;
  auditForwarding: Asked<AuditForwarding>;
  authenticator: Asked<Authenticator>;
  authOptions(request: AuthRequest): NextAuthOptions;
  /** Sign-ins at providers that are under way. */
  providerAttempts: ProviderAttempts;
  /** The ways in which one can sign in. */
  signInOptions(): SignInOptions;
  backchannelLogout: Asked<BackchannelLogout>;
  signIn: Asked<SignIn>;
  external: Asked<ExternalSignIn>;
  signInSteps: Asked<SignInSteps>;
  factors: Asked<FactorService>;
  /** @param secure whether the browser speaks https */
  ticketCookie(secure: boolean): { name: string; path: string };
  setup: Asked<SetupService>;
  stepUp: Asked<StepUp>;
  logins: Asked<LoginService>;
  tokens: Asked<TokenService>;
  people: Asked<PeopleService>;
  invites: Asked<Invites>;
  settings: Asked<SettingsService>;
  hosts: Asked<HostDirectory>;
  sessions: Asked<SessionService>;
  nodes: Asked<Nodes>;
}

/** Next bundles a copy of every module of its own, so nothing but this place is common to pages and the server. */
const PLACE = Symbol.for('vnc-portal');
const place = globalThis as typeof globalThis & { [PLACE]?: Portal };

/** @throws Error before the server has started, which only the build could see */
export function portal(): Portal {
  const found = place[PLACE];
  if (!found) throw new Error('the portal has not started');
  return found;
}

export function setPortal(built: Portal): void {
  place[PLACE] = built;
}
