import { describe, expect, it } from 'vitest';
import { clipboardRules } from '@/components/console/clipboard/clipboard-rules';

describe('the clipboard of a console', () => {
  it.each([
    ['both', true, true],
    ['in', true, false],
    ['out', false, true],
    ['none', false, false],
  ] as const)('with the rule %s: to the host %s, from it %s', (policy, toHost, fromHost) => {
    const rules = clipboardRules(policy, false);
    expect([rules.toHost === '', rules.fromHost === '']).toEqual([toHost, fromHost]);
  });

  it('passes nothing to or from whoever watches', () => {
    const { toHost, fromHost } = clipboardRules('both', true);
    expect([toHost, fromHost]).not.toContain('');
  });
});
