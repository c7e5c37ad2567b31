/** The portal as the thread of the pages has it: the services are asked where they are, and what only reads settings is done here. */

import { Access } from '../../access/access';
import { cookiePath, signInCookieNames } from '../../auth/cookies';
import { nextAuthOptions } from '../../auth/options';
import { ProviderAttempts } from '../../auth/provider-attempts';
import type { Config } from '../../config';
import type { SignInOptions } from '../../contract/factors';
import type { Logger } from '../../log';
import type { Portal } from '../../portal';
import type { Caller } from './calls';

/** What the thread is told of the settings. */
export interface PagesSettings extends Pick<Config, 'basePath' | 'oidcProviders' | 'logLevel' | 'logFormat' | 'worker'> {
  secret: Uint8Array;
  signInOptions: SignInOptions;
}

/** Services of the portal that the thread may call. */
export const calledServices = [
  'access',
  'grants',
  'groups',
  'audit',
  'auditForwarding',
  'authenticator',
  'backchannelLogout',
  'external',
  'signIn',
  'signInSteps',
  'factors',
  'setup',
  'stepUp',
  'logins',
  'tokens',
  'people',
  'invites',
  'settings',
  'hosts',
  'sessions',
  'nodes',
] as const satisfies readonly (keyof Portal)[];
type Called = (typeof calledServices)[number];

export function pagesPortal(caller: Caller, settings: PagesSettings, log: Logger): Portal {
  const { basePath, oidcProviders: providers } = settings;
  const byRole = new Access({ rights: null as never });
  const services = {
    ...(Object.fromEntries(calledServices.map((name) => [name, caller.service(name)])) as Pick<Portal, Called>),
    access: caller.service<Portal['access']>('access', [], {
      can: (identity, action) => byRole.can(identity, action),
      ensure: (identity, action) => byRole.ensure(identity, action),
    }),
    audit: caller.service<Portal['audit']>('audit', ['export']),
    hosts: caller.service<Portal['hosts']>('hosts', ['export']),
  };
  const { signIn, external, logins } = services;
  const secret = Buffer.from(settings.secret);
  return {
    ...services,
    config: { basePath },
    log,
    authOptions: nextAuthOptions({ signIn, external, logins, providers, basePath, log, secret }),
    providerAttempts: new ProviderAttempts(secret, basePath),
    signInOptions: () => settings.signInOptions,
    ticketCookie: (secure) => ({ name: signInCookieNames(secure, basePath).ticket, path: cookiePath(basePath) }),
  };
}
