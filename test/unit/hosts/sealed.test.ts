import { describe, expect, it } from 'vitest';
import { Sealer } from '../../../server/hosts/sealed';

const sealer = new Sealer(Buffer.from('a secret of the tests, 32 bytes+'));

describe('a sealed password', () => {
  it.each(['secret', '', 'ünï 🙂', 'x'.repeat(255)])('opens to what it was: %j', (password) => {
    expect(sealer.unseal(sealer.seal(password, 'host'), 'host')).toBe(password);
  });

  it('never looks the same twice', () => {
    expect(new Set(Array.from({ length: 100 }, () => sealer.seal('secret', 'host'))).size).toBe(100);
  });

  it('opens neither for another host nor with another secret', () => {
    const sealed = sealer.seal('secret', 'host');
    expect(() => sealer.unseal(sealed, 'host2')).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(() => new Sealer(Buffer.from('another secret of the tests 32 b')).unseal(sealed, 'host')).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });

  it('opens with no bit changed, no byte cut, and in no other version', () => {
    const sealed = sealer.seal('secret', 'host');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(() => sealer.unseal(`v1.${changed.toString('base64url')}`, 'host')).toThrow();
      expect(() => sealer.unseal(`v1.${bytes.subarray(0, at).toString('base64url')}`, 'host')).toThrow();
    }
    expect(() => sealer.unseal(sealed.replace('v1.', 'v2.'), 'host')).toThrow();
    expect(() => sealer.unseal('', 'host')).toThrow();
  });

  it('tells neither itself nor its content when it does not open', () => {
    const sealed = sealer.seal('secret', 'host');
    const told = (() => {
      try {
        return sealer.unseal(sealed, 'other');
      } catch (error) {
        return String(error) + JSON.stringify(error);
      }
    })();
    expect(told).not.toContain('"secret"');
    expect(told).not.toContain(sealed);
  });
});
