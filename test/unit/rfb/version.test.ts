import { expect, it } from 'vitest';
import { login } from '@/server/rfb/client-handshake';
import { RfbError } from '@/server/rfb/rfb-error';
import { agreeOnVersion } from '@/server/rfb/version';
import { against, everyDelivery } from './support/scripted-peer';
import { text } from './support/transcripts';

it.each([
  ['003.003', '3.3'],
  ['003.004', '3.3'],
  ['003.005', '3.3'],
  ['003.006', '3.3'],
  ['003.007', '3.7'],
  ['003.008', '3.8'],
  ['003.016', '3.8'],
  ['003.889', '3.8'],
  ['004.000', '3.8'],
  ['004.001', '3.8'],
  ['005.000', '3.8'],
])('speaks with a server of %s version %s, from any split', async (theirs, spoken) => {
  for (const delivery of everyDelivery(12)) {
    const { stream, result } = against(async (peer) => {
      await peer.send(text(`RFB ${theirs}\n`));
      return (await peer.take(12)).toString();
    }, delivery);
    await expect(agreeOnVersion(stream)).resolves.toBe(spoken);
    await expect(result).resolves.toBe(`RFB 00${spoken.replace('.', '.00')}\n`);
    stream.destroy();
  }
});

it.each([
  ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n', 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3'],
  ['HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', 'HTTP/1.1 400 Bad Request Connection: close'],
  ['220 mail\r\n', '220 mail'],
  ['RFC', 'RFC'],
  ['\u0015\u0003\u0001', ''],
])('names what a peer says that is none: %j', async (greeting, reason) => {
  for (const delivery of ['whole', 'bytes'] as const) {
    const { stream } = against((peer) => peer.send(text(greeting)), delivery);
    await expect(agreeOnVersion(stream)).rejects.toMatchObject({ code: 'not_rfb', reason });
    stream.destroy();
  }
});

it('keeps no more of a greeting than fits a message', async () => {
  const { stream } = against((peer) => peer.send(Buffer.alloc(100_000, 'A')));
  const error = (await agreeOnVersion(stream).catch((error: unknown) => error)) as RfbError;
  expect(error.code).toBe('not_rfb');
  expect(error.reason.length).toBeLessThanOrEqual(201);
});

it('tells a peer that says nothing and closes from one that says something else', async () => {
  const silent = against((peer) => Promise.resolve(peer.side.end()));
  await expect(agreeOnVersion(silent.stream)).rejects.toMatchObject({ code: 'closed' });
  const short = against(async (peer) => {
    await peer.send(text('RF'));
    peer.side.end();
  });
  await expect(agreeOnVersion(short.stream)).rejects.toMatchObject({ code: 'not_rfb', reason: 'RF' });
});

it.each(['RFB 002.002\n', 'RFB 003.002\n', 'RFB 3.8.0.0\n', 'RFB 003.008 ', 'RFB -03.008\n'])(
  'does not know the version %j',
  async (theirs) => {
    const { stream } = against((peer) => peer.send(text(theirs.padEnd(12))));
    await expect(agreeOnVersion(stream)).rejects.toMatchObject({ code: 'version' });
  },
);

it('gives up on a repeater that asks again', async () => {
  const { stream } = against((peer) => peer.send(text('RFB 000.000\nRFB 000.000\n')));
  await expect(agreeOnVersion(stream, '7')).rejects.toMatchObject({ code: 'repeater' });
});

it("sends a repeater no ID that is longer than the repeater's field", async () => {
  const { stream, peer } = against((peer) => peer.send(text('RFB 000.000\n')));
  await expect(agreeOnVersion(stream, 'x'.repeat(247))).rejects.toMatchObject({ code: 'too_long' });
  expect(peer.left()).toHaveLength(0);
});

it("bounds a peer's words in an error, and cleans them", () => {
  const { reason, message } = new RfbError('refused', Buffer.from(`\u001b[31mno\r\n${'x'.repeat(1000)}`));
  expect(reason).toMatch(/^\[31mno x+…$/);
  expect(reason).toHaveLength(300);
  expect(message).toBe(`The server refused the connection: ${reason}`);
});

it('answers nothing to the dialect of ATEN, and names it', async () => {
  const { stream, peer } = against((server) => server.send(text('RFB 055.008\n')));
  const note = { name: 'dialectOfAten', values: { version: '055.008' } };
  await expect(agreeOnVersion(stream)).rejects.toMatchObject({ code: 'version', note });
  expect(peer.left()).toHaveLength(0);
});

it.each(['003.014', '003.130', '006.000', '013.337'])(
  'names the version %s where the server leaves instead of an offer',
  async (theirs) => {
    const { stream } = against(async (peer) => {
      await peer.send(text(`RFB ${theirs}\n`));
      await peer.take(12);
      peer.side.end();
    });
    const failed = login(stream, { credentials: {}, tls: { servername: 'host.example' }, shared: true });
    await expect(failed).rejects.toMatchObject({ code: 'version', note: { name: 'dialect', values: { version: theirs } } });
  },
);

it.each(['003.003', '003.008', '003.889', '004.000', '004.001', '005.000'])(
  'blames no dialect where a server of %s leaves',
  async (theirs) => {
    const { stream } = against(async (peer) => {
      await peer.send(text(`RFB ${theirs}\n`));
      await peer.take(12);
      peer.side.end();
    });
    const failed = login(stream, { credentials: {}, tls: { servername: 'host.example' }, shared: true });
    await expect(failed).rejects.toMatchObject({ code: 'closed' });
  },
);
