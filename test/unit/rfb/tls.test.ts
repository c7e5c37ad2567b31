import { readFileSync } from 'node:fs';
import { type Duplex, duplexPair } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ByteStream } from '@/server/rfb/byte-stream';
import { login } from '@/server/rfb/client-handshake';
import { overTls } from '@/server/rfb/tls';
import { type Authority, type Certificate, createAuthority } from '../../support/certificates';
import { against, ScriptedPeer, u32 } from './support/scripted-peer';
import { end, hears, ok, opening, password, play, says, u8, vnc } from './support/transcripts';

let authority: Authority;
let good: Certificate;
let expired: Certificate;
beforeAll(async () => {
  authority = await createAuthority();
  good = await authority.issue('good', { names: 'DNS:host.example' });
  expired = await authority.issue('expired', { names: 'DNS:host.example', expired: true });
});
afterAll(() => authority.stop());

const trusting = () => ({ ca: authority.ca, servername: 'host.example' });

function serving(side: Duplex, { certFile, keyFile }: Certificate): TLSSocket {
  const socket = new TLSSocket(side, { isServer: true, cert: readFileSync(certFile), key: readFileSync(keyFile) });
  socket.on('error', () => undefined);
  return socket;
}

function tlsServer(certificate: Certificate) {
  const [ours, theirs] = duplexPair();
  return { stream: new ByteStream(ours, { timeoutMs: 3000 }), inside: serving(theirs, certificate) };
}

it('works over any stream, not only over sockets', async () => {
  const { stream, inside } = tlsServer(good);
  await overTls(stream, 'x509', trusting());
  stream.write(Buffer.from('ping'));
  const heard = await new Promise((resolve) => inside.once('data', resolve));
  inside.write('pong');
  expect([String(heard), String(await stream.read(4))]).toEqual(['ping', 'pong']);
  stream.destroy();
});

it('carries a whole login inside VeNCrypt', async () => {
  const { stream, result } = against(async (peer) => {
    const subtypes = [says(u8(1, 19)), hears(u8(19)), says(u8(0, 2)), hears(u8(0, 2)), says(u8(0, 1), u32(261)), hears(u32(261))];
    await play(peer, [...opening('003.008'), ...subtypes, says(u8(1))]);
    peer.side.removeAllListeners('data');
    await play(new ScriptedPeer(serving(peer.side, good), 'bytes'), [...vnc, ok, ...end()]);
  });
  const done = login(stream, { credentials: { password }, tls: trusting(), shared: true });
  await expect(done).resolves.toMatchObject({ security: 'VeNCrypt X509Vnc', serverInit: { name: 'desk' } });
  await result;
  stream.destroy();
});

it('refuses a certificate that has expired', async () => {
  const { stream } = tlsServer(expired);
  await expect(overTls(stream, 'x509', trusting())).rejects.toMatchObject({ code: 'tls', cause: { code: 'CERT_HAS_EXPIRED' } });
  stream.destroy();
});

it('takes no certificate for a server that is not named', async () => {
  const { stream } = tlsServer(good);
  await expect(overTls(stream, 'x509', { ca: authority.ca, servername: '' })).rejects.toMatchObject({ code: 'tls' });
  stream.destroy();
});

it('does not take a server with a certificate where one without was agreed on', async () => {
  const { stream } = tlsServer(good);
  await expect(overTls(stream, 'anonymous', trusting())).rejects.toMatchObject({ code: 'tls' });
  stream.destroy();
});

it('lets nothing that was said before TLS pass for something said inside', async () => {
  const { stream } = against((peer) => peer.send(u8(1), u32(0)));
  await stream.readU8();
  await expect(overTls(stream, 'x509', trusting())).rejects.toMatchObject({ code: 'tls', reason: 'bytes before the handshake' });
  stream.destroy();
});

it('names a peer that answers something else', async () => {
  const { stream } = against(async (peer) => {
    await peer.take(1);
    await peer.send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
  await expect(overTls(stream, 'x509', trusting())).rejects.toMatchObject({
    code: 'tls',
    cause: { code: expect.stringMatching(/^(ERR_SSL_|EPROTO)/) as string },
  });
  stream.destroy();
});

it('says so when the peer closes instead, or waits too long', async () => {
  const closing = against(async (peer) => {
    await peer.take(1);
    peer.side.end();
  });
  await expect(overTls(closing.stream, 'x509', trusting())).rejects.toMatchObject({ code: 'tls' });
  const silent = against(() => new Promise(() => undefined), 'whole', 60);
  await expect(overTls(silent.stream, 'x509', trusting())).rejects.toMatchObject({ code: 'timeout' });
  silent.stream.destroy();
});
