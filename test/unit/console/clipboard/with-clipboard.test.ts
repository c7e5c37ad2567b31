import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ClipboardRfb, withClipboard } from '@/components/console/clipboard/with-clipboard';
import { element, FakeChannel, loadNoVncHere } from '../support/novnc-browser';

let Rfb: RfbClass<RFB & ClipboardRfb>;
beforeAll(async () => {
  Rfb = withClipboard(await loadNoVncHere());
});
afterAll(() => vi.unstubAllGlobals());

function open(name: string) {
  const channel = new FakeChannel();
  const rfb = new Rfb(element(), channel);
  const texts: string[] = [];
  rfb.addEventListener('clipboard', ({ detail }) => texts.push(detail.text));
  const init = Uint8Array.of(0, 64, 0, 48, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0, 0, 0, 0, name.length);
  channel.says(Buffer.from('RFB 003.008\n'), Uint8Array.of(1, 1), Buffer.alloc(4), init, Buffer.from(name));
  channel.take();
  const cutText = (length: number, ...parts: Uint8Array[]) => {
    const head = Buffer.alloc(8);
    head[0] = 3;
    head.writeInt32BE(length, 4);
    channel.says(head, ...parts);
  };
  return { rfb, channel, texts, copies: (bytes: Buffer) => cutText(bytes.length, bytes), cutText };
}

it('sends UTF-8 to a server that has sent it, and reads it', () => {
  const { rfb, channel, texts, copies } = open('desk');
  rfb.clipboardPasteFrom('ä中');
  expect(channel.take().subarray(8).toString('hex')).toBe('e43f');
  copies(Buffer.from('Größe 中'));
  expect([texts, rfb.takesUnicode]).toEqual([['Größe 中'], true]);
  rfb.clipboardPasteFrom('ä中');
  expect(channel.take().subarray(8).toString()).toBe('ä中');
});

it('sends UTF-8 to wayvnc from the first text on', () => {
  const { rfb, channel } = open('WayVNC');
  rfb.clipboardPasteFrom('ä中');
  expect([rfb.takesUnicode, channel.take().subarray(8).toString()]).toEqual([true, 'ä中']);
});

it('stays in step with a server whose message noVNC has no use for', () => {
  const { texts, copies, cutText } = open('desk');
  // Extended Clipboard: "provide" of HTML alone.
  cutText(-10, Uint8Array.of(0x10, 0, 0, 4, 1, 2, 3, 4, 5, 6));
  copies(Buffer.from('next'));
  expect(texts).toEqual(['next']);
});

it('stays in step with a server that provides a text while nothing is received', () => {
  const { rfb, texts, copies, cutText } = open('desk');
  rfb.viewOnly = true;
  cutText(-10, Uint8Array.of(0x10, 0, 0, 1, 1, 2, 3, 4, 5, 6));
  rfb.viewOnly = false;
  copies(Buffer.from('next'));
  expect(texts).toEqual(['next']);
});
