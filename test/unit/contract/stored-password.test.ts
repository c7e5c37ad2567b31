import { describe, expect, it } from 'vitest';
import type { HostTls } from '../../../server/contract/host';
import { keepsPassword } from '../../../server/contract/stored-password';

const before = { targets: ['vnc://a:5900', 'ws://b:80/x'], tls: { ca: 'CA', allowAnonymous: true } };

describe('a stored password', () => {
  it.each<[string, string[], HostTls]>([
    ['the same', before.targets, before.tls],
    ['fewer targets', ['ws://b:80/x'], before.tls],
    ['the targets in another order', ['ws://b:80/x', 'vnc://a:5900'], before.tls],
    ['a switch that is off instead of absent', before.targets, { ...before.tls, insecure: false, trustOnFirstUse: false }],
  ])('stays with %s', (_, targets, tls) => {
    expect(keepsPassword(before, { targets, tls })).toBe(true);
  });

  it.each<[string, string[]]>([
    ['another target', ['vnc://evil:5900']],
    ['one more target', [...before.targets, 'vnc://evil:5900']],
    ['another port', ['vnc://a:5901', 'ws://b:80/x']],
    ['another path', ['vnc://a:5900', 'ws://b:80/y']],
    ['another scheme', ['vncs://a:5900', 'ws://b:80/x']],
  ])('is forgotten with %s', (_, targets) => {
    expect(keepsPassword(before, { targets, tls: before.tls })).toBe(false);
  });

  it.each<[string, HostTls]>([
    ['another CA', { ...before.tls, ca: 'other' }],
    ['no CA', { allowAnonymous: true }],
    ['no anonymous TLS any more', { ca: 'CA' }],
    ['any certificate', { ...before.tls, insecure: true }],
    ['another name in the certificate', { ...before.tls, servername: 'evil' }],
    ['trust on first use', { ...before.tls, trustOnFirstUse: true }],
    ['another certificate', { ...before.tls, pin: 'AA' }],
    ['another key', { ...before.tls, keyPin: 'AA' }],
    ['nothing to verify by', {}],
  ])('is forgotten with %s, on the same targets', (_, tls) => {
    expect(keepsPassword(before, { targets: before.targets, tls })).toBe(false);
  });
});
