import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HostPolicy } from '../../server/contract/host';
import { encodings } from '../../server/rfb/messages/encoding-types';
import type { ApiClient } from '../support/api-client';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { RunningProcess } from '../support/process';
import { bytewise, client, clipboardFlags as flags, join, s32, splits, u16, u8 } from '../support/rfb-bytes';
import { RelayViewer } from '../support/relay-viewer';
import type { ViewerOptions } from '../support/relay-viewer';
import { setCapabilities } from '../support/framed-session';
import { startTigerVnc } from '../support/tigervnc';
import type { TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startX11Vnc } from '../support/x11vnc';
import { watchKeys } from '../support/x-keys';
import { copyOnHost, pasteOnHost, screenSize, watchInput } from '../support/x-display';

const password = 'S3cretpw';
const rules = ['both', 'in', 'out', 'none'] as const satisfies readonly HostPolicy['clipboard'][];
/** How long a text that must not pass has to do so, ms: those that may take a tenth of it. */
const PATIENCE = 1000;

let portal: Portal;
let admin: Administrator;
let api: ApiClient;
let server: TigerVnc;
let viewers: RelayViewer[] = [];

beforeAll(async () => {
  server = await startTigerVnc({ password });
  portal = await startPortal({ env: { MAX_CONSOLES_PER_USER: '1000' } });
  admin = await portal.admin();
  ({ api } = admin);
  const target = `vnc://127.0.0.1:${server.port}`;
  for (const clipboard of rules) await api.addHost(clipboard, target, { credentials: { password }, policy: { clipboard } });
});
afterEach(async () => {
  await Promise.all(viewers.map((viewer) => viewer.close()));
  viewers = [];
});
afterAll(async () => {
  await portal.stop();
  await server.stop();
});

async function open(host: string, options: ViewerOptions = {}): Promise<RelayViewer> {
  const viewer = await RelayViewer.open(api, host, options);
  viewers.push(viewer);
  return viewer;
}

const press = (keysym: number): Buffer => join(u8(4, 1, 0, 0), s32(keysym), u8(4, 0, 0, 0), s32(keysym));
const click = (x: number, y: number): Buffer => join(u8(5, 0), u16(x, y), u8(5, 1), u16(x, y), u8(5, 0), u16(x, y));
const resize = (width: number, height: number): Buffer =>
  join(u8(251, 0), u16(width, height), u8(1, 0), s32(1), u16(0, 0, width, height), s32(0));
const qemuPress = join(u8(255, 0), u16(1), s32(0x62, 0x30), u8(255, 0), u16(0), s32(0x62, 0x30));
/** What noVNC would never send in view-only mode. xvp is not among them: TigerVNC does not know it, and would end a viewer that gets through. */
const hostile = join(press(0x61), click(50, 60), qemuPress, client.cutText('planted'), resize(640, 480));

describe('who may only watch', () => {
  let xev: RunningProcess;

  beforeAll(async () => {
    xev = await watchInput(server.display);
  });
  afterAll(() => xev.stop());

  const events = (): string => xev.stdout.join('\n');
  /** Something that does arrive, behind all that was sent before. */
  async function witness(keysym: number, name: string): Promise<void> {
    const control = await open('both');
    const pattern = new RegExp(`keysym 0x${keysym.toString(16)}, ${name}\\)`);
    await until(`the key ${name} at the host`, () => {
      control.send(press(keysym));
      return pattern.test(events());
    });
  }

  test('the same bytes do arrive from somebody in control', async () => {
    await witness(0x79, 'y');
    await copyOnHost(server.display, 'untouched');
    const control = await open('both', { encodings: [16, 0, encodings.extendedDesktopSize] });
    await control.roundTrip();
    control.send(hostile);
    await until('keys and pointer at the host', () => /0x61, a\)/.test(events()) && /ButtonPress/.test(events()));
    await until('the QEMU key at the host', () => /0x62, b\)/.test(events()));
    await until('the size of the screen', async () => (await screenSize(server.display)) === '640x480');
    await until('the clipboard', async () => (await pasteOnHost(server.display)) === 'planted');
    control.send(resize(320, 240));
    await until('the size of the screen', async () => (await screenSize(server.display)) === '320x240');
  });

  test('a size for a host that was not told of ExtendedDesktopSize, of which TigerVNC 1.12 would die, ends the console and nobody else', async () => {
    const other = await open('both');
    const control = await open('both');
    await control.roundTrip();
    control.send(resize(320, 240));
    expect(await control.console.closed).toMatchObject({ code: 1008, reason: 'message not allowed' });
    await other.roundTrip();
    expect(other.console.isClosed).toBe(false);
  });

  test('sends keys, pointer, clipboard, power, size and QEMU keys in vain, in every split, and goes on watching', async () => {
    await copyOnHost(server.display, 'untouched');
    await witness(0x78, 'x');
    const before = xev.stdout.length;
    for (const asked of [[], [encodings.extendedClipboard, encodings.qemuExtendedKeyEvent, encodings.extendedDesktopSize]]) {
      const watcher = await open('both', { view: true, encodings: [16, 0, ...asked] });
      await watcher.roundTrip();
      const bytes = join(hostile, client.xvp(), client.fence(), hostile, client.request(1));
      for (const pieces of splits(bytes)) watcher.sendPieces(pieces);
      watcher.send(...Array<Buffer>(100).fill(hostile));
      if (asked.length > 0) await watcher.offer('planted');
      await watcher.roundTrip();
      expect(watcher.console.isClosed).toBe(false);
      expect(watcher.problem).toBe('');
      expect(watcher.got(flags.caps)).toBe(false);
    }
    await witness(0x7a, 'z');
    const arrived = xev.stdout.slice(before).join('\n');
    expect(arrived).not.toMatch(/0x61, a\)|0x62, b\)|ButtonPress|MotionNotify/);
    expect(await screenSize(server.display)).toBe('320x240');
    expect(await pasteOnHost(server.display)).toBe('untouched');
  });

  test('sees the screen move as often as somebody in control', async () => {
    const draw = `while :; do echo "$(date +%N)"; sleep 0.02; done`;
    const xterm = new RunningProcess('xterm', 'xterm', ['-display', server.display, '-geometry', '40x10+0+0', '-e', 'sh', '-c', draw]);
    const asked = [16, 0, encodings.fence, encodings.continuousUpdates];
    const both = [await open('both', { encodings: asked }), await open('both', { view: true, encodings: asked })] as const;
    for (const viewer of both) {
      viewer.request(0);
      await until('the host to know continuous updates', () => viewer.types.has(150) && viewer.types.has(248));
      viewer.send(join(u8(150, 1), u16(0, 0, viewer.width, viewer.height)));
    }
    await until('the first updates', () => both.every(({ updates }) => updates > 5));
    const before = both.map(({ updates }) => updates);
    await delay(2500);
    const [control, watching] = both.map(({ updates }, index) => updates - before[index]!) as [number, number];
    await xterm.stop();
    expect(control).toBeGreaterThan(20);
    expect(watching).toBeGreaterThan(control / 2);
    expect(both.map(({ problem }) => problem)).toEqual(['', '']);
  });
});

describe.each(rules)('with the clipboard rule %s', (rule) => {
  const toHost = rule === 'both' || rule === 'in';
  const fromHost = rule === 'both' || rule === 'out';

  /** The same host without a rule shows when the text has been told to every viewer. */
  async function copied(text: string): Promise<void> {
    const witness = await open('both');
    await witness.roundTrip();
    await copyOnHost(server.display, text);
    // A plain text is Latin-1: what that does not have comes as something else.
    const latin1 = new RegExp(`^${text.replaceAll(/[^ -~]+/g, '.+')}$`);
    await until('the text at a viewer who may have it', () => witness.texts.some((arrived) => latin1.test(arrived)));
  }

  test(`plain text ${toHost ? 'reaches' : 'does not reach'} the host`, async () => {
    await copyOnHost(server.display, 'before');
    const viewer = await open(rule);
    await viewer.roundTrip();
    viewer.sendPieces(bytewise(client.cutText(`plain to ${rule}`)));
    await viewer.roundTrip();
    if (toHost) await until('the text at the host', async () => (await pasteOnHost(server.display)) === `plain to ${rule}`);
    else {
      await delay(PATIENCE);
      expect(await pasteOnHost(server.display)).toBe('before');
    }
    expect(viewer.problem).toBe('');
  });

  test(`plain text ${fromHost ? 'comes' : 'does not come'} from the host`, async () => {
    const viewer = await open(rule);
    await viewer.roundTrip();
    await copied(`plain from ${rule}`);
    if (fromHost) await until('the text', () => viewer.texts.includes(`plain from ${rule}`));
    else await delay(PATIENCE);
    await viewer.roundTrip();
    // Once for each of X's two clipboards.
    expect([...new Set(viewer.texts)]).toEqual(fromHost ? [`plain from ${rule}`] : []);
    expect(viewer.problem).toBe('');
  });

  test(`Extended Clipboard ${toHost ? 'reaches' : 'does not reach'} the host`, async () => {
    const text = `“extended” to ${rule} 🔑`;
    await copyOnHost(server.display, 'before');
    const viewer = await open(rule, { encodings: [16, 0, encodings.extendedClipboard] });
    await viewer.roundTrip();
    if (rule === 'none') expect(viewer.got(flags.caps)).toBe(false);
    else {
      await until('capabilities', () => viewer.got(flags.caps));
      viewer.send(setCapabilities());
    }
    await viewer.offer(text);
    await viewer.roundTrip();
    if (toHost) await until('the text at the host', async () => (await pasteOnHost(server.display)) === text);
    else {
      await delay(PATIENCE);
      expect(await pasteOnHost(server.display)).toBe('before');
    }
    expect(viewer.problem).toBe('');
    expect(viewer.console.isClosed).toBe(false);
  });

  test(`Extended Clipboard ${fromHost ? 'comes' : 'does not come'} from the host`, async () => {
    const text = `“extended” from ${rule} 🔑`;
    const viewer = await open(rule, { encodings: [16, 0, encodings.extendedClipboard] });
    await viewer.roundTrip();
    if (rule !== 'none') await until('capabilities', () => viewer.got(flags.caps));
    viewer.send(setCapabilities());
    await copied(text);
    if (fromHost) await until('the notice', () => viewer.got(flags.notify));
    // A hostile viewer asks without having been told.
    viewer.send(client.extendedCutText(flags.request | flags.text));
    if (fromHost) await until('the text', () => viewer.texts.includes(text));
    else await delay(PATIENCE);
    await viewer.roundTrip();
    expect([...new Set(viewer.texts)]).toEqual(fromHost ? [text] : []);
    if (!fromHost) expect(viewer.got(flags.notify) || viewer.got(flags.provide)).toBe(false);
    expect(viewer.problem).toBe('');
    expect(viewer.console.isClosed).toBe(false);
  });
});

describe('a message that no rule allows', () => {
  const broken: [what: string, bytes: Buffer][] = [
    ['of an unknown type', u8(77, 1, 2, 3)],
    ['of an unknown QEMU sub-type', u8(255, 1, 0, 0)],
    ['with too many encodings', join(u8(2, 0), u16(65_535))],
    ['with too much in a fence', join(u8(248, 0, 0, 0), s32(1), u8(65))],
    ['with an impossible pixel format', join(u8(0, 0, 0, 0), Buffer.alloc(16, 255))],
    ['with an Extended Clipboard that nobody asked for', client.extendedCutText(flags.notify | flags.text)],
    ['with an Extended Clipboard cut off', join(u8(6, 0, 0, 0), s32(-3))],
  ];

  test.each(broken)('%s ends the console with 1008 and stands in the audit', async (_what, bytes) => {
    const known = new Set((await api.sessions()).map(({ id }) => id));
    const viewer = await open('both');
    await viewer.roundTrip();
    const session = (await api.sessions()).find(({ id }) => !known.has(id))!;
    viewer.send(bytes);
    expect(await viewer.end()).toMatchObject({ code: 1008, reason: 'message not allowed' });
    const row = await until('the audit row', async () =>
      (await api.audit({ action: 'console.end' })).find(({ sessionId }) => sessionId === session.id),
    );
    expect(row).toMatchObject({ hostId: 'both', detail: { code: 1008, reason: 'message not allowed' } });
    expect((row.detail as { note?: string }).note).toMatch(/^(unknown|malformed|too_long|out_of_turn): message \d+/);
  });

  test('ends it the same wherever the frames split it', async () => {
    const bytes = join(client.request(1), client.setEncodings(0, 16), join(u8(2, 0), u16(65_535)));
    for (let at = 1; at <= bytes.length; at += 3) {
      const viewer = await open('none');
      viewer.sendPieces([bytes.subarray(0, at), bytes.subarray(at)].filter(({ length }) => length > 0));
      expect(await viewer.end()).toMatchObject({ code: 1008 });
    }
  });

  test('is no text that is too long: the text is skipped, and the session goes on', async () => {
    const viewer = await open('both');
    await viewer.roundTrip();
    viewer.send(client.cutText('x'.repeat(2 ** 20 + 1)));
    await viewer.roundTrip();
    expect(viewer.console.isClosed).toBe(false);
  });

  test('is a text message, or a frame that no browser sends, too', async () => {
    const viewer = await open('both');
    viewer.console.send('hello');
    expect(await viewer.end()).toMatchObject({ code: 1008, reason: 'message not allowed' });
  });

  test('in a console of one person ends nobody else’s', async () => {
    const [good, bad] = [await open('both'), await open('both')];
    bad.send(u8(77));
    await bad.end();
    await good.roundTrip();
    expect(good.console.isClosed).toBe(false);
  });
});

test('keys that a browser held when it vanished are let go of, at a server that would keep them down', async () => {
  const x11vnc = await startX11Vnc();
  const keys = await watchKeys(x11vnc.display);
  try {
    await api.addHost('keeps-keys', `vnc://127.0.0.1:${x11vnc.port}`);
    const viewer = await open('keeps-keys');
    await viewer.roundTrip();
    viewer.send(join(client.key(0xffe3), client.key(0x61)));
    await keys.pressed('Control_L', 'a');
    viewer.console.socket.terminate();
    await keys.lifted();
  } finally {
    await keys.stop();
    await x11vnc.stop();
  }
});
