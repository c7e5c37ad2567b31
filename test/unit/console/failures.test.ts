import { describe, expect, it } from 'vitest';
import { failureOfClose } from '@/components/console/close-codes';
import { failure } from '@/components/console/failures';

describe('the sentence for a failure', () => {
  it("is the portal's own where it gave one", () => {
    expect(failure('host_timeout', { message: 'No answer in 10 s.', next: 'Look at it.' })).toMatchObject({
      message: 'No answer in 10 s.',
      next: 'Look at it.',
      retry: true,
    });
  });

  it('is there for a code that this page does not know', () => {
    expect(failure('something_new')).toMatchObject({
      code: 'something_new',
      title: 'The console could not be opened',
      retry: false,
      remedy: 'retry',
    });
  });

  it('is not found on an object’s prototype', () => {
    expect(failure('constructor').title).toBe('The console could not be opened');
  });

  it.each([1000, 1001, 1005, 1006, 1008, 1011, 1012, 4001, 4002, 4003, 4004])(
    'says what happened, why and what next after close code %i',
    (code) => {
      const { title, message, next } = failureOfClose(code);
      for (const text of [title, message, next]) expect(text).not.toBe('');
      expect(message).toMatch(/\.$/);
      expect(next).toMatch(/\.$/);
    },
  );

  it('leads to the sign-in page after a sign-out', () => {
    expect([failureOfClose(4001).remedy, failure('not_signed_in').remedy]).toEqual(['sign-in', 'sign-in']);
  });
});
