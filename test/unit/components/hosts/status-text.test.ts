import { expect, it } from 'vitest';
import { statusReason, statusWord } from '@/components/hosts/status-text';

it('says what a state rests on', () => {
  expect(statusReason({ state: 'up', source: 'probe', at: 1, detail: 'answers' })).toBe('Probe: answers');
  expect(statusReason({ state: 'down', source: 'console', at: 1, detail: 'the last console failed: idle' })).toBe(
    'The last console failed: idle',
  );
});

it('does not guess about a host that nobody saw', () => {
  const never = { state: 'unknown', source: 'none', at: null, detail: '' } as const;
  expect([statusWord(never), statusReason(never)]).toEqual(['Not seen yet', 'It was neither probed nor opened yet.']);
});
