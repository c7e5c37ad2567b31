import { expect, it } from 'vitest';
import { text } from '@/messages/text';
import { errorStatus, isPortalError, PortalError, type ErrorCode } from '@/server/contract/errors';
import { packError, unpackError } from '@/server/http/pages-thread/carried-error';

/** As a message port copies it. */
const carried = (error: unknown): Error => unpackError(structuredClone(packError(error)));

it.each(Object.keys(errorStatus) as ErrorCode[])('%s is answered as if it had been thrown here', (code) => {
  const error = new PortalError(code, { fields: { name: text('fields.missing') }, retryAfterSeconds: 7 });
  const found = carried(error);
  if (!isPortalError(found)) throw new Error('no error of the portal');
  expect([found.code, found.status, found.message, found.options]).toEqual([code, errorStatus[code], error.message, error.options]);
  for (const locale of ['en', 'zh-CN'] as const) expect(found.bodyIn(locale)).toEqual(error.bodyIn(locale));
});

it('the log reads where it was thrown, and why', () => {
  const cause = Object.assign(new Error('disk full', { cause: new TypeError('the reason of it') }), { code: 'SQLITE_FULL' });
  const error = new PortalError('unavailable', { cause });
  const found: unknown = carried(error);
  expect(found).toMatchObject({ stack: error.stack });
  expect((found as Error).cause).toMatchObject({
    message: 'disk full',
    code: 'SQLITE_FULL',
    cause: { name: 'TypeError', message: 'the reason of it' },
  });
  expect(isPortalError(found) && found.code).toBe('unavailable');
});

it('what is no error of the portal does not become one', () => {
  const found = carried(Object.assign(new RangeError('too far'), { code: 'not_found', status: 404 }));
  expect(isPortalError(found)).toBe(false);
  expect(found).toMatchObject({ name: 'RangeError', message: 'too far', code: 'not_found' });
  expect(carried('a word')).toMatchObject({ message: 'a word' });
});

it('an error that is its own cause is no endless one', () => {
  const error = new Error('round');
  error.cause = error;
  expect(carried(error).message).toBe('round');
});
