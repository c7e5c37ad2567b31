import { DAY, type Services } from './services';

/** Begins a test on a database that others have used: nobody is there, and what they did was yesterday. @returns the time, ms */
export async function anotherDay({ db, clock }: Services, ...others: Services[]): Promise<number> {
  await db.deleteFrom('users').execute();
  clock.pass(DAY);
  for (const other of others) other.clock.time = clock.time;
  return clock.time;
}
