/** The portal as a VNC client of TightVNC, x11vnc, QEMU and wayvnc. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { account, anonymously, asAnn, asNoAnn, certificates, matrix, password, refusedTls, right, wrong } from '../support/login-matrix';
import { type QemuOptions, startQemu } from '../support/qemu';
import type { LoginChoices } from '../support/rfb-login';
import { startTightVnc } from '../support/tightvnc';
import { startWayVnc } from '../support/wayvnc';
import { startX11Vnc, type X11VncOptions } from '../support/x11vnc';

const made = certificates();
const trusting = (choices: LoginChoices = {}): LoginChoices => ({ ...choices, tls: { ca: made.authority.ca, ...choices.tls } });

matrix('TightVNC with a password', () => startTightVnc({ password }), [
  ['takes VncAuth', () => right, { security: 'VncAuth' }],
  ["takes it inside Tight, whose ServerInit's end is no message", () => ({ ...right, avoid: [2] }), { security: 'Tight VncAuth' }],
  ['asks for a password', () => ({}), { code: 'credentials_needed', needs: ['password'] }],
  ['refuses a wrong one', () => wrong, { code: 'login_failed', reason: 'Authentication failed' }],
]);

matrix('TightVNC without a password', () => startTightVnc(), [
  ['lets everybody in', () => ({}), { security: 'None' }],
  ['lets everybody in inside Tight', () => ({ avoid: [1] }), { security: 'Tight None' }],
]);

const x11Vnc = (options: X11VncOptions & { encrypted?: boolean }) => () => {
  const both = join(made.authority.directory, 'both.pem');
  writeFileSync(both, readFileSync(made.server.keyFile, 'utf8') + made.server.pem);
  return startX11Vnc({ ...options, ...(options.encrypted ? { tlsFile: both } : {}) });
};

matrix('x11vnc without a password', x11Vnc({}), [['lets everybody in', () => ({}), { security: 'None' }]]);

matrix('x11vnc of version 3.7', x11Vnc({ password, args: ['-rfbversion', '3.7'] }), [
  ['takes VncAuth', () => right, { version: '3.7', security: 'VncAuth' }],
  ['refuses a wrong password', () => wrong, { code: 'login_failed' }],
]);

matrix('x11vnc of version 3.7 without a password', x11Vnc({ args: ['-rfbversion', '3.7'] }), [
  ['lets everybody in, without a result', () => ({}), { version: '3.7', security: 'None' }],
]);

matrix('x11vnc with TLS', x11Vnc({ password, encrypted: true }), [
  ['takes a password inside X509', () => trusting(right), { security: 'VeNCrypt X509Vnc' }],
  ['takes one inside TLS without a certificate', () => anonymously({ ...right, avoid: [260, 261] }), { security: 'VeNCrypt TLSVnc' }],
  ['takes one inside type 18', () => anonymously({ ...right, avoid: [19] }), { security: 'TLS VncAuth' }],
  ['asks for one inside type 18', () => anonymously({ avoid: [19] }), { code: 'credentials_needed', needs: ['password'] }],
  [
    'is refused with a CA that did not sign it',
    () => ({ ...right, tls: { ca: made.stranger.ca } }),
    refusedTls('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
  ],
  // Its reason is often lost: the helper that does TLS for x11vnc resets the connection right behind it.
  ['refuses a wrong password', () => trusting(wrong), { code: 'login_failed' }],
]);

matrix('x11vnc inside TLS (vncs)', async () => ({ ...(await x11Vnc({ password, encrypted: true })()), tls: true }), [
  ['takes a password', () => trusting(right), { version: '3.8' }],
  ['is refused under another name', () => trusting({ tls: { servername: 'other.example' } }), refusedTls('ERR_TLS_CERT_ALTNAME_INVALID')],
]);

const qemu = (options: () => QemuOptions) => async () => {
  const server = await startQemu(options());
  const { socketPath } = options();
  return { ...(socketPath === undefined ? { port: server.ports.vnc } : { path: socketPath }), stop: () => server.stop() };
};
const pki = (): QemuOptions => ({ tlsDirectory: made.authority.qemuDirectory(made.server) });
const denied = { code: 'login_failed', reason: 'Authentication failed' };

matrix(
  'QEMU',
  qemu(() => ({})),
  [['lets everybody in', () => ({}), { security: 'None' }]],
);
matrix(
  'QEMU on a UNIX socket',
  qemu(() => ({ socketPath: join(made.authority.directory, 'qemu.sock') })),
  [['lets everybody in', () => ({}), { security: 'None' }]],
);
matrix(
  'QEMU with a password',
  qemu(() => ({ password })),
  [
    ['takes it', () => right, { security: 'VncAuth' }],
    ['refuses a wrong one', () => wrong, denied],
  ],
);
matrix(
  'QEMU with anonymous TLS',
  qemu(() => ({ anonymousTls: true, password })),
  [
    ['takes a password, by leave', () => anonymously(right), { security: 'VeNCrypt TLSVnc' }],
    ['is not spoken to without that leave', () => right, { code: 'no_common_security', offered: [258] }],
    ['refuses a wrong password', () => anonymously(wrong), denied],
  ],
);
matrix('QEMU with X509', qemu(pki), [
  ['lets everybody in who knows its CA', () => trusting(), { security: 'VeNCrypt X509None' }],
  ['is refused under another name', () => trusting({ tls: { servername: 'other.example' } }), refusedTls('ERR_TLS_CERT_ALTNAME_INVALID')],
]);
matrix(
  'QEMU with X509 and a password',
  qemu(() => ({ ...pki(), password })),
  [
    ['takes it', () => trusting(right), { security: 'VeNCrypt X509Vnc' }],
    ['refuses a wrong one', () => trusting(wrong), denied],
  ],
);
describe.each(['scram-sha-256', 'plain'])('QEMU with X509 and SASL', (mechanisms) => {
  matrix(
    `by ${mechanisms}`,
    qemu(() => ({ ...pki(), sasl: { ...account, mechanisms } })),
    [
      ['takes an account', () => trusting(asAnn), { security: 'VeNCrypt X509SASL' }],
      ['refuses a wrong password, by closing', () => trusting(asNoAnn), { code: 'login_failed' }],
      ['asks for an account', () => trusting(right), { code: 'credentials_needed', needs: ['username', 'password'] }],
    ],
  );
});

matrix('wayvnc', () => startWayVnc(), [['lets everybody in', () => ({}), { security: 'None' }]]);
matrix('wayvnc with an account', () => startWayVnc({ account: { ...account, certificate: made.server } }), [
  ['takes it inside X509', () => trusting(asAnn), { security: 'VeNCrypt X509Plain' }],
  ['refuses a wrong password, though its answer begins like success', () => trusting(asNoAnn), { code: 'login_failed' }],
]);
