import { describe, expect, it } from 'vitest';
import { failureOfClose } from '@/components/console/connection/close-codes';
import { failure } from '@/components/console/connection/failures';

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

  it('is an alarm, and no retry, when the certificate changed', () => {
    expect(failure('certificate_changed')).toMatchObject({ alarm: true, retry: false });
    expect(failure('certificate_expired').alarm).toBe(false);
  });

  it('leaves the next step to its own card where somebody else works', () => {
    expect(failure('host_in_use', { message: 'It is ann.', next: 'As the portal says it.' })).toMatchObject({
      retry: false,
      message: 'It is ann.',
      next: 'You can watch without keyboard and mouse, ask whether you can have it, or try again later.',
    });
  });

  it('fits an administrator who took the host over', () => {
    expect(failureOfClose(4002).message).toContain('take over');
  });

  it.each([
    'host_not_rfb',
    'host_version',
    'host_repeater',
    'host_refused',
    'host_no_security',
    'host_login_needed',
    'host_login_failed',
    'host_login_blocked',
    'host_locked_out',
    'host_protocol',
    'certificate_changed',
    'host_in_use',
    'host_closed',
    'host_timeout',
  ])('has its own title for %s', (code) => {
    expect(failure(code).title).not.toBe(failure('unknown').title);
  });

  it('leads to the sign-in page after a sign-out', () => {
    expect([failureOfClose(4001).remedy, failure('not_signed_in').remedy]).toEqual(['sign-in', 'sign-in']);
  });
});
