/** The portal as a VNC client of TigerVNC: its security types, its certificates, its blacklist. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PeerCertificate } from '@/server/rfb';
import {
  account,
  anonymously,
  asAnn,
  asNoAnn,
  certificates,
  matrix,
  password,
  refusedTls,
  right,
  type Running,
  wrong,
} from '../support/login-matrix';
import { type LoginChoices, logInTo, type Where } from '../support/rfb-login';
import { startTigerVnc, type TigerVncOptions } from '../support/tigervnc';

const made = certificates();
const trusting = (choices: LoginChoices = {}): LoginChoices => ({ ...choices, tls: { ca: made.authority.ca, ...choices.tls } });

const tigerVnc = (options: TigerVncOptions) => () => startTigerVnc({ ...options, certificate: made.server });
const refused = { code: 'login_failed', reason: 'Authentication failure' };

matrix('TigerVNC without security', tigerVnc({}), [['lets everybody in', () => ({}), { version: '3.8', security: 'None' }]]);

matrix('TigerVNC as it comes (TLSVnc, VncAuth)', tigerVnc({ password, securityTypes: 'TLSVnc,VncAuth' }), [
  ['takes VncAuth, where TLS without a certificate is not allowed', () => right, { security: 'VeNCrypt VncAuth' }],
  ['takes it inside TLS where that is allowed', () => anonymously(right), { security: 'VeNCrypt TLSVnc' }],
  ['takes VncAuth without VeNCrypt', () => ({ ...right, avoid: [19] }), { security: 'VncAuth' }],
  ['asks for a password', () => ({}), { code: 'credentials_needed', needs: ['password'], offered: [258, 2] }],
  ['takes one that is asked for', () => ({ ask: () => Promise.resolve({ password }) }), { security: 'VeNCrypt VncAuth' }],
  ['refuses a wrong password', () => wrong, refused],
  ['refuses a wrong password inside TLS', () => anonymously(wrong), refused],
]);

matrix('TigerVNC of version 3.3', tigerVnc({ password, version33: true }), [
  ['takes VncAuth', () => right, { version: '3.3', security: 'VncAuth' }],
  ['refuses a wrong password, without a reason', () => wrong, { code: 'login_failed', reason: '' }],
  ['asks for a password', () => ({}), { code: 'credentials_needed' }],
]);

matrix('TigerVNC with TLSNone', tigerVnc({ securityTypes: 'TLSNone' }), [
  ['lets everybody in, by leave', () => anonymously(), { security: 'VeNCrypt TLSNone' }],
  ['is not spoken to without that leave', () => ({}), { code: 'no_common_security', offered: [257] }],
]);

matrix('TigerVNC with PAM', tigerVnc({ account, securityTypes: 'X509Plain,TLSPlain,Plain' }), [
  ['takes an account inside X509', () => trusting(asAnn), { security: 'VeNCrypt X509Plain' }],
  ['takes one inside TLS', () => anonymously({ ...asAnn, avoid: [262] }), { security: 'VeNCrypt TLSPlain' }],
  ['takes one in the clear, by leave', () => ({ ...asAnn, confidential: true, avoid: [262, 259] }), { security: 'VeNCrypt Plain' }],
  ['takes none in the clear without it', () => ({ ...asAnn, avoid: [262, 259] }), { code: 'no_common_security' }],
  [
    'refuses a wrong password',
    () => trusting(asNoAnn),
    { code: 'login_failed', reason: 'Authentication failure: invalid password or username' },
  ],
  ['asks for a name', () => trusting(right), { code: 'credentials_needed', needs: ['username', 'password'] }],
]);

matrix('TigerVNC with a certificate', tigerVnc({ password, securityTypes: 'X509Vnc,X509None' }), [
  ['takes a password, known by its CA', () => trusting(right), { security: 'VeNCrypt X509Vnc' }],
  ['lets in without one where it may', () => trusting(), { security: 'VeNCrypt X509None' }],
  [
    'is refused with a CA that did not sign it',
    () => ({ ...right, tls: { ca: made.stranger.ca } }),
    refusedTls('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
  ],
  ["is refused with the system's CAs", () => right, refusedTls('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
  ['is refused under another name', () => trusting({ tls: { servername: 'other.example' } }), refusedTls('ERR_TLS_CERT_ALTNAME_INVALID')],
  ['is refused under another address', () => trusting({ tls: { servername: '127.0.0.2' } }), refusedTls('ERR_TLS_CERT_ALTNAME_INVALID')],
  ['is taken under another name that it has', () => trusting({ tls: { servername: 'localhost' } }), { security: 'VeNCrypt X509None' }],
  ['is taken without a look, by leave', () => ({ tls: { insecure: true, servername: 'x.example' } }), { security: 'VeNCrypt X509None' }],
  [
    'is refused with another pin, whoever signed it',
    () => trusting({ tls: { pin: 'AB:'.repeat(31) + 'AB' } }),
    refusedTls('ERR_TLS_PIN_MISMATCH'),
  ],
  ['refuses a wrong password', () => trusting(wrong), refused],
]);

describe('a certificate', () => {
  let server: Running & Where;
  beforeAll(async () => {
    const selfSigned = await made.authority.selfSigned('self', { names: 'DNS:kiosk.example' });
    server = await startTigerVnc({ certificate: selfSigned, securityTypes: 'X509None' });
  });
  afterAll(async () => server.stop());

  it('that nobody signed is pinned on first use, and from then on only that one counts', async () => {
    const seen: PeerCertificate[] = [];
    const onPeerCertificate = (certificate: PeerCertificate): number => seen.push(certificate);
    await logInTo(server, { tls: { pinOnFirstUse: true, onPeerCertificate } });
    expect(seen).toMatchObject([{ subject: 'CN=self', names: 'DNS:kiosk.example', problem: 'DEPTH_ZERO_SELF_SIGNED_CERT' }]);
    const { fingerprint, validFrom, validTo } = seen[0]!;
    expect(fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect([validFrom < Date.now(), validTo > Date.now()]).toEqual([true, true]);
    await expect(logInTo(server, { tls: { pin: fingerprint.replaceAll(':', '').toLowerCase() } })).resolves.toBeDefined();
    await expect(logInTo(server, { tls: { pin: 'ab'.repeat(32), insecure: true } })).rejects.toMatchObject(
      refusedTls('ERR_TLS_PIN_MISMATCH'),
    );
  });

  it('is shown even when it is refused', async () => {
    const seen: PeerCertificate[] = [];
    const outcome = logInTo(server, { tls: { onPeerCertificate: (certificate) => seen.push(certificate) } });
    await expect(outcome).rejects.toMatchObject(refusedTls('DEPTH_ZERO_SELF_SIGNED_CERT'));
    expect(seen).toHaveLength(1);
  });
});

describe("TigerVNC's blacklist", () => {
  it('is told from a wrong password, even with the right one', async () => {
    const server = await startTigerVnc({ password, securityTypes: 'VncAuth', blacklistAfter: 3 });
    try {
      const codes = [];
      for (const choices of [wrong, wrong, wrong, right]) {
        const error: unknown = await logInTo(server, choices).catch((error: unknown) => error);
        codes.push((error as { code?: string }).code);
      }
      expect(codes[0]).toBe('login_failed');
      expect(codes.at(-1)).toBe('too_many_failures');
    } finally {
      await server.stop();
    }
  });
});
