/** TigerVNC, TightVNC, x11vnc and wayvnc through the portal, by each of their security types. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { account, password } from '../support/login-matrix';
import { drawOn } from '../support/relay';
import { anonymously, asIs, both, byAccount, byPassword, type How, relayMatrix, type Row } from '../support/relay-matrix';
import { startTigerVnc, type TigerVncOptions } from '../support/tigervnc';
import { startTightVnc } from '../support/tightvnc';
import { startWayVnc } from '../support/wayvnc';
import { startX11Vnc, type X11VncOptions } from '../support/x11vnc';

const { made, trusting, keep, shows } = relayMatrix();
const vnc = ({ port }: { port: number }): string => `vnc://127.0.0.1:${port}`;

const tigerVnc =
  (options: TigerVncOptions, how: How = asIs): Row[2] =>
  async () => ({ target: vnc(keep(await startTigerVnc({ text: 'hello', certificate: made.server, ...options }))), ...how() });

const tightVnc =
  (options: { password?: string }, how: How = asIs): Row[2] =>
  async () => ({ target: vnc(keep(await startTightVnc(options))), ...how() });

const x11Vnc =
  (options: X11VncOptions & { encrypted?: boolean }, how: How = asIs, scheme = 'vnc'): Row[2] =>
  async () => {
    const file = join(made.authority.directory, 'both.pem');
    writeFileSync(file, readFileSync(made.server.keyFile, 'utf8') + made.server.pem);
    const { encrypted = false, ...rest } = options;
    const server = keep(await startX11Vnc({ ...rest, ...(encrypted ? { tlsFile: file } : {}) }));
    keep(drawOn(server.display));
    return { target: vnc(server).replace('vnc', scheme), ...how() };
  };

const wayVnc =
  (withAccount: boolean, how: How = asIs): Row[2] =>
  async () => {
    const options = withAccount ? { account: { ...account, certificate: made.server } } : {};
    return { target: vnc(keep(await startWayVnc(options))), ...how() };
  };

shows('a viewer that knows only None sees the screen of TigerVNC', [
  ['without security', 'None', tigerVnc({})],
  ['with VncAuth', 'VncAuth', tigerVnc({ password }, byPassword)],
  ['of version 3.3', 'VncAuth', tigerVnc({ password, version33: true }, byPassword)],
  ['with TLSNone', 'VeNCrypt TLSNone', tigerVnc({ securityTypes: 'TLSNone' }, anonymously)],
  ['with TLSVnc', 'VeNCrypt TLSVnc', tigerVnc({ password, securityTypes: 'TLSVnc' }, both(byPassword, anonymously))],
  ['with TLSPlain', 'VeNCrypt TLSPlain', tigerVnc({ account, securityTypes: 'TLSPlain' }, both(byAccount, anonymously))],
  ['with X509None', 'VeNCrypt X509None', tigerVnc({ securityTypes: 'X509None' }, trusting)],
  ['with X509Vnc', 'VeNCrypt X509Vnc', tigerVnc({ password, securityTypes: 'X509Vnc' }, both(byPassword, trusting))],
  ['with X509Plain', 'VeNCrypt X509Plain', tigerVnc({ account, securityTypes: 'X509Plain' }, both(byAccount, trusting))],
]);

shows('it sees the screen of TightVNC', [
  ['with a password', 'VncAuth', tightVnc({ password }, byPassword)],
  ['without one', 'None', tightVnc({})],
]);

shows('it sees the screen of x11vnc', [
  ['without a password', 'None', x11Vnc({})],
  ['with one', 'VncAuth', x11Vnc({ password }, byPassword)],
  ['with TLS', 'VeNCrypt X509Vnc', x11Vnc({ password, encrypted: true }, both(byPassword, trusting))],
  ['inside TLS (vncs)', 'VncAuth', x11Vnc({ password, encrypted: true }, both(byPassword, trusting), 'vncs')],
]);

shows('it sees the screen of wayvnc', [
  ['without an account', 'None', wayVnc(false)],
  ['with one', 'VeNCrypt X509Plain', wayVnc(true, both(byAccount, trusting))],
]);
