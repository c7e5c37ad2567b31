import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { failureOfClose } from '@/components/console/connection/close-codes';
import type { FailureRow } from '@/components/console/connection/failure-row';
import { failure } from '@/components/console/connection/failures';
import { messages } from '@/messages';
import { locales } from '@/server/contract/locale';
import { closeReasons, silentEnds } from '@/server/gateway/close-codes';
import { isRefusalCode } from '@/server/gateway/refusals';

const rows = Object.keys(messages.en.consoleFailures.code) as FailureRow[];
const refusals = Object.keys(messages.en.refusals.code);

describe('the sentence for a failure', () => {
  it("is the portal's own where it gave one", () => {
    expect(failure('host_timeout', { message: 'No answer in 10 s.', next: 'Look at it.' })).toMatchObject({
      message: 'No answer in 10 s.',
      next: 'Look at it.',
      retry: true,
    });
  });

  it('is there for a code that this page does not know', () => {
    expect(failure('something_new')).toMatchObject({ code: 'something_new', row: 'unknown', retry: false, remedy: 'retry' });
  });

  it('is not found on an object’s prototype', () => {
    expect(failure('constructor').row).toBe('unknown');
  });

  it('is its own for each refusal of the portal', () => {
    expect(refusals.length).toBeGreaterThan(30);
    expect(refusals.filter((code) => !isRefusalCode(code))).toEqual([]);
    expect(refusals.filter((code) => failure(code).row === 'unknown')).toEqual([]);
  });

  it.each([...Object.values(closeReasons), ...Object.values(silentEnds)].map(({ code, text }) => [code, text]))(
    'is there for close code %i, %s',
    (code) => {
      expect(failureOfClose(code).row).not.toBe('unknown');
    },
  );

  it.each([1005, 1012, 3000])('is that of a host which closed for close code %i', (code) => {
    expect(failureOfClose(code).row).toBe('host_closed');
  });

  it.each(locales)('says in %s what happened, why and what next', (locale) => {
    const t = createTranslator({ locale, messages: messages[locale], namespace: 'consoleFailures' });
    for (const row of rows) {
      const [title, message, next] = [t(`code.${row}.title`), t(`code.${row}.message`, { said: 'ann' }), t(`code.${row}.next`)];
      expect([row, title]).not.toEqual([row, '']);
      expect([row, title]).toEqual([row, expect.not.stringMatching(/[.。!！]$/)]);
      for (const text of [message, next]) expect([row, text]).toEqual([row, expect.stringMatching(/([.。”])$/)]);
    }
  });

  it('is an alarm, and no retry, when the certificate changed', () => {
    expect(failure('certificate_changed')).toMatchObject({ alarm: true, retry: false });
    expect(failure('certificate_expired').alarm).toBe(false);
  });

  it('leaves the next step to its own card where somebody else works', () => {
    expect(failure('host_in_use', { message: 'It is ann.', next: 'As the portal says it.' })).toMatchObject({
      retry: false,
      message: 'It is ann.',
      next: '',
    });
  });

  it('leads to the sign-in page after a sign-out', () => {
    expect([failureOfClose(4001).remedy, failure('not_signed_in').remedy]).toEqual(['sign-in', 'sign-in']);
  });
});
