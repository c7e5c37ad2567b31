import { describe, expect, it } from 'vitest';
import { say } from '../../../messages/say';
import { PortalError } from '../../../server/contract/errors';
import { closeReasonFor, diagnose } from '../../../server/gateway/relay/diagnosis';
import { RfbError } from '../../../server/rfb';
import { credentialBytes } from '../../../server/rfb/security/credential-bytes';

function failureOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

describe('what is told of a failed sign-in', () => {
  it("has the portal's own words in the reader's language", () => {
    const { told } = diagnose(failureOf(() => credentialBytes('x'.repeat(9), 'password', 8)));
    expect(say(told)).toBe(
      'The VNC server asks for credentials, and none are stored. (the password is longer than the 8 bytes that this security type has room for)',
    );
    expect(say(told, 'zh-CN')).toMatch(/（密码超出了此安全类型可容纳的 8 字节）$/);
  });

  it('names several reasons, one after the other', () => {
    const also = { name: 'noCertificate', values: { type: 'TLSNone' } } as const;
    const note = { name: 'unprotected', values: { type: 'Plain' }, also } as const;
    const { told } = diagnose(new RfbError('no_common_security', 'x', { offered: [19], note }));
    expect(say(told)).toMatch(
      /\(Plain: whoever answers could read the password; TLSNone: it shows no certificate, and the host does not allow that\)$/,
    );
    expect(say(told, 'zh-CN')).toMatch(/（Plain：应答的任何一方都能读取密码；TLSNone：.*）$/);
  });

  it("has the server's words as they are, in whatever language", () => {
    const { told } = diagnose(new RfbError('refused', 'Zu viele {Gäste}'));
    expect([say(told), say(told, 'zh-CN')]).toEqual([
      'The VNC server refused the connection. (Zu viele {Gäste})',
      'VNC 服务器拒绝了连接。（Zu viele {Gäste}）',
    ]);
  });
});

describe('a failure of the portal itself', () => {
  it.each([
    [
      'a database that is away',
      new PortalError('unavailable', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
      'unavailable',
    ],
    ['a password that cannot be opened', new PortalError('internal'), 'internal'],
    ['a mistake in its code', new TypeError('x is not a function'), 'internal'],
  ])('is not told as one of the host: %s', (_what, error, code) => {
    const refusal = diagnose(error);
    expect(refusal.code).toBe(code);
    expect(closeReasonFor(refusal).text).toMatch(/^portal/);
  });
});
