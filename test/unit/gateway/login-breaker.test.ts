import { expect, it } from 'vitest';
import { LoginBreaker } from '../../../server/gateway/relay/login-breaker';

it('keeps everybody from a host that refused a login, twice as long each time, and not from others', () => {
  let now = 0;
  const breaker = new LoginBreaker(() => now);
  expect(breaker.blockedUntil('h')).toBeNull();
  breaker.refuse('h', false);
  expect(breaker.blockedUntil('h')).toBe(5_000);
  expect(breaker.blockedUntil('other')).toBeNull();
  now = 5_000;
  expect(breaker.blockedUntil('h')).toBeNull();
  breaker.refuse('h', false);
  expect(breaker.blockedUntil('h')).toBe(15_000);
  for (let count = 0; count < 20; count++) breaker.refuse('h', false);
  expect(breaker.blockedUntil('h')).toBe(now + 600_000);
});

it('waits at least a minute for a server that says it had too many failures', () => {
  const breaker = new LoginBreaker(() => 0);
  breaker.refuse('h', true);
  expect(breaker.blockedUntil('h')).toBe(60_000);
});

it('forgets after a success or a change of the host', () => {
  const breaker = new LoginBreaker(() => 0);
  breaker.refuse('h', false);
  breaker.forget('h');
  expect(breaker.blockedUntil('h')).toBeNull();
  breaker.refuse('h', false);
  expect(breaker.blockedUntil('h')).toBe(5_000);
});

it('lets two unfinished logins go by, and then waits', () => {
  const breaker = new LoginBreaker(() => 0);
  breaker.unfinished('h');
  breaker.unfinished('h');
  expect(breaker.blockedUntil('h')).toBeNull();
  breaker.unfinished('h');
  expect(breaker.blockedUntil('h')).toBe(5_000);
  breaker.unfinished('h');
  expect(breaker.blockedUntil('h')).toBe(10_000);
});
