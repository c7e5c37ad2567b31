import { describe, expect, it } from 'vitest';
import { clipboardRules } from '@/components/console/clipboard/clipboard-rules';

describe('the clipboard of a console', () => {
  it.each([
    ['both', null, null],
    ['in', null, 'policy'],
    ['out', 'policy', null],
    ['none', 'policy', 'policy'],
  ] as const)('with the rule %s is kept to the host by %s, from it by %s', (policy, toHost, fromHost) => {
    expect(clipboardRules(policy, false, false)).toEqual({ toHost, fromHost });
  });

  it('passes nothing to or from whoever watches', () => {
    expect(clipboardRules('both', true, false)).toEqual({ toHost: 'watching', fromHost: 'watching' });
  });

  it('passes nothing while view only is on, and names the rule where that would not change anything', () => {
    expect(clipboardRules('in', false, true)).toEqual({ toHost: 'viewOnly', fromHost: 'policy' });
  });
});
