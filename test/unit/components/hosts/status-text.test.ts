import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { statusReason, statusWord } from '@/components/hosts/status-text';
import { messages } from '@/messages';

const t: Parameters<typeof statusWord>[0] = createTranslator({ locale: 'en', messages: messages.en, namespace: 'hosts' });

it('says what a state rests on', () => {
  expect(statusReason(t, { state: 'up', source: 'probe', at: 1, detail: 'answers' })).toBe('Probe: answers');
  expect(statusReason(t, { state: 'down', source: 'console', at: 1, detail: 'the last console failed: idle' })).toBe(
    'The last console failed: idle',
  );
});

it('says of a host that nobody saw that nobody saw it', () => {
  const never = { state: 'unknown', source: 'none', at: null, detail: '' } as const;
  expect([statusWord(t, never), statusReason(t, never)]).toEqual(['Not seen yet', 'It was neither probed nor opened yet.']);
});

it('takes what a server said for what it is, and not for a message of ours', () => {
  expect(statusReason(t, { state: 'down', source: 'probe', at: 1, detail: '{count} <b>x</b>' })).toBe('Probe: {count} <b>x</b>');
});
