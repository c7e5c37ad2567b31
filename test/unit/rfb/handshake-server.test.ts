import { expect, it } from 'vitest';
import { welcome } from '@/server/rfb/server-handshake';
import type { ServerInit } from '@/server/rfb/server-init';
import { against, everyDelivery, u32 } from './support/scripted-peer';
import { play, reason, serverInit, text, trueColour, type Transcript, u8 } from './support/transcripts';

const init: ServerInit = { width: 640, height: 480, pixelFormat: trueColour, name: 'desk', raw: serverInit() };

// Here the script is the viewer.
const viewer: Transcript = [
  { hears: text('RFB 003.008\n') },
  { says: text('RFB 003.008\n') },
  { hears: u8(1, 1) },
  { says: u8(1) },
  { hears: u32(0) },
  { says: u8(1) },
  { hears: serverInit() },
];

it('lets a viewer in that knows None only, from any split', async () => {
  for (const delivery of everyDelivery(14)) {
    const { stream, peer, result } = against((peer) => play(peer, viewer), delivery);
    await expect(welcome(stream, init)).resolves.toEqual({ shared: true });
    await result;
    expect(peer.left()).toHaveLength(0);
    stream.destroy();
  }
});

it('tells whether the viewer wants to be alone', async () => {
  const { stream } = against((peer) => peer.send(text('RFB 003.008\n'), u8(1), u8(0)));
  await expect(welcome(stream, init)).resolves.toEqual({ shared: false });
});

it('leaves the messages that follow at once to who goes on', async () => {
  const { stream } = against((peer) => peer.send(text('RFB 003.008\n'), u8(1, 1), text('next')));
  await welcome(stream, init);
  expect(stream.release().rest.toString()).toBe('next');
});

it('tells of success only when the ServerInit of the host is there', async () => {
  let arrived: (init: ServerInit) => void = () => undefined;
  const { stream, peer } = against((peer) => play(peer, viewer.slice(0, 4)));
  const welcomed = welcome(stream, new Promise((resolve) => (arrived = resolve)));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(peer.left()).toHaveLength(0);
  arrived(init);
  await peer.take(4);
  await peer.send(u8(1));
  await welcomed;
});

it('says a text of its own, not the reason, when the host cannot be opened', async () => {
  const { stream, result } = against(async (peer) => {
    await play(peer, viewer.slice(0, 4));
    return peer.take(4 + 4 + 17);
  });
  await expect(welcome(stream, Promise.reject(new Error('secret detail')))).rejects.toThrow('secret detail');
  expect(await result).toEqual(Buffer.concat([u32(1), reason('host login failed')]));
});

it.each([
  ['another security type', 'malformed', [text('RFB 003.008\n'), u8(2)]],
  ['version 3.3', 'version', [text('RFB 003.003\n')]],
  ['something else', 'not_rfb', [text('GET / HTTP/1.1\r\n')]],
])('refuses a viewer that speaks or chooses %s', async (_title, code, parts) => {
  const { stream } = against((peer) => peer.send(...parts));
  await expect(welcome(stream, init)).rejects.toMatchObject({ code });
});
