/** QEMU, and the ways to a VNC server that are not plain TCP: a UNIX socket, a WebSocket, a repeater. */

import { join } from 'node:path';
import { account, password } from '../support/login-matrix';
import { type QemuOptions, startQemu } from '../support/qemu';
import { pipeTo, startTcp } from '../support/relay';
import { anonymously, asIs, both, byAccount, byPassword, type How, relayMatrix, type Row } from '../support/relay-matrix';
import { startTigerVnc } from '../support/tigervnc';
import { startWebsockify } from '../support/websockify';

const { made, trusting, keep, shows } = relayMatrix();

const qemu =
  (options: () => QemuOptions, how: How = asIs): Row[2] =>
  async () => ({ target: keep(await startQemu(options())).vncUrl, ...how() });
const x509 =
  (more: QemuOptions = {}) =>
  () => ({ tlsDirectory: made.authority.qemuDirectory(made.server), ...more });
const withSasl = (mechanisms: string): Row[2] => qemu(x509({ sasl: { ...account, mechanisms } }), both(byAccount, trusting));
const plain = (options: QemuOptions) => () => options;

shows('a viewer that knows only None sees the screen of QEMU', [
  ['without a password', 'None', qemu(plain({}))],
  ['with one', 'VncAuth', qemu(plain({ password }), byPassword)],
  ['with anonymous TLS', 'VeNCrypt TLSNone', qemu(plain({ anonymousTls: true }), anonymously)],
  ['with anonymous TLS and a password', 'VeNCrypt TLSVnc', qemu(plain({ anonymousTls: true, password }), both(byPassword, anonymously))],
  ['with X509', 'VeNCrypt X509None', qemu(x509(), trusting)],
  ['with X509 and a password', 'VeNCrypt X509Vnc', qemu(x509({ password }), both(byPassword, trusting))],
  ['with X509 and SASL (SCRAM)', 'VeNCrypt X509SASL', withSasl('scram-sha-256')],
  ['with X509 and SASL (PLAIN)', 'VeNCrypt X509SASL', withSasl('plain')],
]);

const onSocket =
  (options: QemuOptions, how: How): Row[2] =>
  async () => {
    const socketPath = join(made.authority.directory, `${options.password === undefined ? 'open' : 'closed'}.sock`);
    keep(await startQemu({ ...options, socketPath }));
    return { target: `vnc+unix://${socketPath}`, ...how() };
  };

shows('it sees the screen of QEMU on a UNIX socket', [
  ['without a password', 'None', onSocket({}, asIs)],
  ['with one', 'VncAuth', onSocket({ password }, byPassword)],
]);

const tigerVnc = async (): Promise<number> => keep(await startTigerVnc({ text: 'hello', password })).port;

shows('it leaves the password to the portal behind', [
  ['websockify on ws', 'VncAuth', async () => ({ target: keep(await startWebsockify(await tigerVnc())).url, ...byPassword() })],
  [
    'websockify on wss',
    'VncAuth',
    async () => ({ target: keep(await startWebsockify(await tigerVnc(), made.server)).url, ...both(byPassword, trusting)() }),
  ],
  ["QEMU's own WebSocket", 'VncAuth', async () => ({ target: keep(await startQemu({ password })).url, ...byPassword() })],
  ['a repeater, which is told the id of the server behind it', 'VncAuth', behindRepeater],
  ['an address as viewers write it', 'VncAuth', async () => ({ target: `127.0.0.1::${await tigerVnc()}`, ...byPassword() })],
]);

async function behindRepeater(): ReturnType<Row[2]> {
  const port = await tigerVnc();
  const repeater = keep(
    await startTcp((socket) => {
      socket.write('RFB 000.000\n');
      socket.once('readable', () => {
        const field = socket.read(250) as Buffer | null;
        if (String(field) === 'ID:1234'.padEnd(250, '\0')) pipeTo(socket, port);
        else socket.destroy();
      });
    }),
  );
  return { target: repeater.url.replace('vnc', 'vnc+repeater') + '?id=1234', ...byPassword() };
}
