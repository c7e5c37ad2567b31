import { describe, expect, it } from 'vitest';
import { Passwords } from '../../../server/auth/passwords';
import { cheap } from '../../support/services';

describe('passwords', () => {
  const passwords = new Passwords(cheap);

  it('are hashed with argon2id, at the cost that OWASP asks for, and never twice alike', async () => {
    const real = new Passwords();
    const [one, two] = await Promise.all([real.hash('secret password'), real.hash('secret password')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await real.verify(one, 'secret password')).toBe(true);
  });

  it('match themselves only', async () => {
    const hash = await passwords.hash('Passwort mit Ümlaut');
    expect(await passwords.verify(hash, 'Passwort mit Ümlaut')).toBe(true);
    expect(await passwords.verify(hash, 'passwort mit Ümlaut')).toBe(false);
    expect(await passwords.verify(hash, '')).toBe(false);
  });

  it('are the same however a keyboard composes their letters', async () => {
    const hash = await passwords.hash('Passwort mit \u00DCmlaut');
    expect(await passwords.verify(hash, 'Passwort mit U\u0308mlaut')).toBe(true);
  });

  it('are wrong for nobody, and for one that is too long, whatever was hashed', async () => {
    expect(await passwords.verify(null, 'anything')).toBe(false);
    const empty = await passwords.hash('');
    expect(await passwords.verify(empty, 'x'.repeat(257))).toBe(false);
  });

  it('take as long to verify for nobody as for somebody', { timeout: 30_000 }, async () => {
    const real = new Passwords({ memoryCost: 19 * 1024, timeCost: 4, parallelism: 1 });
    const hash = await real.hash('right password');
    await real.verify(null, 'warm up');
    // In turns, and the quickest of each: what else the machine does slows both alike.
    const time = async (hashed: string | null): Promise<number> => {
      const began = performance.now();
      await real.verify(hashed, 'wrong password');
      return performance.now() - began;
    };
    let [somebody, nobody] = [Infinity, Infinity];
    // The shortest of several is the work itself; on a busy machine it takes more of them to see it.
    for (let round = 0; round < 24; round++) {
      somebody = Math.min(somebody, await time(hash));
      nobody = Math.min(nobody, await time(null));
    }
    expect(nobody / somebody).toBeGreaterThan(0.5);
    expect(nobody / somebody).toBeLessThan(2);
  });

  it('are refused as busy beyond a bounded queue, and work again afterwards', async () => {
    const slow = new Passwords({ memoryCost: 1024, timeCost: 2, parallelism: 1 });
    const asked = await Promise.allSettled(Array.from({ length: 80 }, () => slow.verify(null, 'x')));
    const refused = asked.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(80 - 2 - 64);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'busy', status: 503 });
    expect(await slow.verify(await slow.hash('y'), 'y')).toBe(true);
  });

  it('fail as a wrong one for what is no hash, instead of letting in', async () => {
    await expect(passwords.verify('plain text', 'plain text')).rejects.toThrow();
  });
});
