import type { Services } from '../compose-services';
import { loadConfig, type Config } from '../config';
import { isPortalError } from '../contract/errors';
import type { User } from '../contract/people';
import { createLogger } from '../log';
import type { PeopleService } from '../people/people-service';
import { Refused } from './exit';

export type { Services };

/** Opens the portal's database for one command and closes it again. A running server learns of what was done within a second. */
export async function withServices<T>(work: (services: Services, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig();
  // Only now: help and a mistyped command answer at once.
  const { composeServices } = await import('../compose-services');
  // What is to be said, the command says itself; a log in between would break its one line.
  const services = await composeServices(config, createLogger({ logLevel: 'silent', logFormat: 'json' }));
  try {
    return await work(services, config);
  } finally {
    await services.auditMark.stop();
    await services.db.destroy();
  }
}

/** @throws Refused */
export async function userNamed(people: PeopleService, name: string): Promise<User> {
  return people.getByName(name).catch((error: unknown) => {
    if (isPortalError(error) && error.code === 'user_not_found') throw new Refused(`there is no user "${name}"`);
    throw error;
  });
}

/** @throws Refused in place of `host_not_found`, whose sentence is for people who may lack the right to see a host */
export async function ofHost<T>(id: string, work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (isPortalError(error) && error.code === 'host_not_found') throw new Refused(`there is no host "${id}"`);
    throw error;
  });
}
