import { read, refuse, type Environment } from './read';

/** Who has to have a second factor, of those who sign in with a password that the portal checks. */
export type SecondFactorRule = 'none' | 'admin' | 'all';

export function secondFactorRule(env: Environment): SecondFactorRule {
  const rule = read(env, 'REQUIRE_SECOND_FACTOR') ?? 'none';
  if (rule !== 'none' && rule !== 'admin' && rule !== 'all') refuse('REQUIRE_SECOND_FACTOR', 'must be none, admin or all');
  return rule;
}
