import { constants, deflateSync, inflateSync } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodings } from '../../server/rfb/messages/encoding-types';
import { EncodingTable } from '../../server/rfb/messages/encodings/table';
import { cutTexts, FramedSession, setCapabilities } from '../support/framed-session';
import type { SessionOptions } from '../support/framed-session';
import { freePort } from '../support/ports';
import { runProcess, RunningProcess } from '../support/process';
import { startQemu } from '../support/qemu';
import { client, clipboardFlags as flags, formats, s32 } from '../support/rfb-bytes';
import type { Format } from '../support/rfb-bytes';
import { startTigerVnc } from '../support/tigervnc';
import { accepts, until } from '../support/waiting';
import { startX11Vnc } from '../support/x11vnc';

/** How long each set of encodings is watched, ms. */
const WATCHED = 1000;
/** How long a server that has much to do may take until its clipboard is told of, ms. */
const PATIENCE = 10_000;
/** Set on the host's side, twice a second: the text that must not pass. */
const SECRET = 'the secret of the host';

interface RealServer {
  port: number;
  display?: string;
  stop: () => Promise<unknown>;
}

interface Encodings {
  name: string;
  encodings: number[];
  /** That the server has to have used. */
  used: number[];
  format?: Format;
}

const { raw, copyRect, rre, corre, hextile, zlib, tight, tightPng, zrle } = encodings;
const pseudo = [
  encodings.cursor,
  encodings.desktopSize,
  encodings.extendedDesktopSize,
  encodings.lastRect,
  encodings.desktopName,
  encodings.qemuExtendedKeyEvent,
  encodings.qemuLedState,
  encodings.fence,
  encodings.xvp,
  encodings.extendedMouseButtons,
  encodings.jpeg,
];
const only = (name: string, encoding: number, used: number[] = [], format: Format = formats.bgrx): Encodings => ({
  name,
  encodings: [encoding, ...pseudo],
  used: [encoding, ...used],
  format,
});
/** All that noVNC 1.7 asks for, in its order. */
const novnc = [copyRect, encodings.h264, tight, tightPng, zrle, encodings.jpeg, hextile, rre, zlib, raw, -26, -254, ...pseudo.slice(1)];
const asNovnc: Encodings = {
  name: 'all that noVNC asks for',
  encodings: [...novnc, encodings.continuousUpdates, encodings.extendedClipboard, encodings.vmwareCursor, encodings.cursor],
  used: [tight],
};

const seen = new Set<number>();
const made = EncodingTable.prototype.get;
let sessions: FramedSession[] = [];

beforeEach(() => {
  seen.clear();
  vi.spyOn(EncodingTable.prototype, 'get').mockImplementation(function (this: EncodingTable, encoding: number) {
    seen.add(encoding);
    return made.call(this, encoding);
  });
});

afterEach(() => {
  for (const session of sessions) session.close();
  sessions = [];
});

async function open(options: SessionOptions): Promise<FramedSession> {
  const session = await FramedSession.open(options);
  sessions.push(session);
  return session;
}

/** Draws coloured text, areas and pictures, moves windows, rings the bell; with pauses, or the server would have no time for its viewers. */
function draw(display: string): RunningProcess[] {
  const text =
    'while :; do for c in 1 2 3 4 5 6 7; do head -c 300 /dev/urandom | od -c | sed "s/^/\\x1b[3${c}m/"; done; printf "\\a"; sleep 0.3; done';
  const tests = '-rect100 -copywinwin100 -putimage100 -line100 -fcircle10 -scroll100';
  const perf = `while :; do x11perf -display ${display} -repeat 1 -reps 5 ${tests} >/dev/null 2>&1; sleep 0.3; done`;
  return [
    new RunningProcess('xterm', 'xterm', ['-display', display, '-geometry', '70x20+0+0', '-e', 'sh', '-c', text]),
    new RunningProcess('x11perf', 'sh', ['-c', perf]),
  ];
}

/** Both of the ways that X has: a selection's owner, and the cut buffer that TightVNC watches. */
async function copyOnHost(display: string, text: string): Promise<void> {
  await runProcess('sh', ['-c', 'printf "%s" "$2" | xclip -display "$1" -selection clipboard -i >/dev/null 2>&1', 'sh', display, text]);
  await runProcess('sh', ['-c', 'printf "%s" "$2" | xclip -display "$1" -selection primary -i >/dev/null 2>&1', 'sh', display, text]);
  await runProcess('xprop', ['-display', display, '-root', '-f', 'CUT_BUFFER0', '8s', '-set', 'CUT_BUFFER0', text]);
}

async function startTight(): Promise<RealServer> {
  const port = await freePort();
  const display = `:${500 + (process.pid % 400)}`;
  const args = [display, '-rfbport', String(port), '-localhost', '-geometry', '480x360', '-depth', '24', '-desktop', 'tight'];
  const server = new RunningProcess('Xtightvnc', 'Xtightvnc', args);
  await until('Xtightvnc to listen', () => accepts(port), 20_000);
  return { port, display, stop: () => server.stop() };
}

const servers: [name: string, start: () => Promise<RealServer>, sets: Encodings[]][] = [
  [
    'TigerVNC',
    () => startTigerVnc({ geometry: '480x360' }),
    [
      only('Raw', raw),
      { ...only('CopyRect', copyRect), encodings: [copyRect, raw, ...pseudo], used: [raw] },
      only('RRE', rre),
      only('Hextile', hextile),
      only('ZRLE', zrle),
      only('Tight, lossless', tight),
      { ...only('Tight with JPEG', tight), encodings: [tight, -26, -254, ...pseudo] },
      only('Raw, 16 bits', raw, [], formats.rgb565),
      only('Hextile, 8 bits', hextile, [], formats.rgb332),
      only('ZRLE, 16 bits', zrle, [], formats.rgb565),
      only('Tight, 16 bits', tight, [], formats.rgb565),
      only('Tight, 8 bits', tight, [], formats.rgb332),
      {
        ...only('the VMware cursor', tight),
        encodings: [tight, encodings.vmwareCursor, encodings.vmwareCursorPosition],
        used: [encodings.vmwareCursor],
      },
      { ...only('the X cursor', zrle), encodings: [zrle, encodings.xCursor, encodings.vmwareLedState], used: [encodings.xCursor] },
      asNovnc,
    ],
  ],
  [
    'TightVNC',
    startTight,
    [
      only('Raw', raw, [encodings.cursor]),
      only('RRE', rre),
      only('CoRRE', corre),
      only('Hextile', hextile),
      only('Zlib', zlib),
      only('Tight', tight),
      { ...only('Tight with JPEG', tight), encodings: [tight, -26, -247, ...pseudo, encodings.pointerPosition] },
      only('Tight, 16 bits', tight, [], formats.rgb565),
      only('Hextile, 8 bits', hextile, [], formats.rgb332),
      { ...only('the X cursor', tight), encodings: [tight, encodings.xCursor], used: [encodings.xCursor] },
      asNovnc,
    ],
  ],
  [
    'x11vnc',
    () => startX11Vnc(),
    [
      only('Raw', raw),
      only('RRE', rre),
      only('CoRRE', corre),
      only('Hextile', hextile),
      only('Zlib', zlib),
      only('ZRLE', zrle),
      only('Tight', tight),
      { ...only('Tight with JPEG', tight), encodings: [tight, -26, -254, ...pseudo] },
      only('Tight, 16 bits', tight, [], formats.rgb565),
      only('ZRLE, 8 bits', zrle, [], formats.rgb332),
      { ...only('the X cursor', tight), encodings: [tight, encodings.xCursor], used: [encodings.xCursor] },
      asNovnc,
    ],
  ],
  [
    'QEMU',
    async () => {
      const qemu = await startQemu();
      return { port: qemu.ports.vnc, stop: () => qemu.stop() };
    },
    [
      only('Raw', raw, [encodings.qemuExtendedKeyEvent]),
      only('Hextile', hextile),
      only('Zlib', zlib),
      only('ZRLE', zrle),
      only('Tight', tight),
      { ...only('Tight with JPEG', tight), encodings: [tight, -26, -254, ...pseudo] },
      { ...only('TightPNG', tightPng), encodings: [tightPng, -26, ...pseudo] },
      only('Tight, 16 bits', tight, [], formats.rgb565),
      only('Hextile, 8 bits', hextile, [], formats.rgb332),
      asNovnc,
    ],
  ],
];

describe.each(servers)('the stream of %s', (name, start, sets) => {
  let server: RealServer;
  let drawing: RunningProcess[] = [];

  beforeAll(async () => {
    server = await start();
    if (server.display !== undefined) drawing = draw(server.display);
  });

  afterAll(async () => {
    await Promise.all(drawing.map((client) => client.stop()));
    await server.stop();
  });

  it.each(sets)('is followed exactly with $name while the screen changes, and its clipboard never passes', async (set) => {
    const session = await open({ port: server.port, ...set, ...(set.format ? {} : { format: formats.bgrx }) });
    const watching = session.watch(WATCHED);
    const end = Date.now() + PATIENCE;
    // QEMU has no clipboard here. The others have to send theirs, to be taken out.
    const wanting = (): boolean => server.display !== undefined && session.forwarded === session.received && Date.now() < end;
    for (let count = 0; (session.asking || wanting()) && session.problem === ''; count++) {
      if (server.display !== undefined) await copyOnHost(server.display, `${SECRET} ${count}`);
      // The pointer crosses windows, for other cursors; Caps Lock is a LED; the size of the screen is asked for.
      session.send(client.pointer(0), client.key(0xffe5));
      await delay(200);
    }
    await watching;
    await session.ends();
    expect(session.problem).toBe('');
    expect(session.received).toBeGreaterThan(1000);
    for (const encoding of set.used) expect([...seen]).toContain(encoding);
    expect(session.passed.includes(SECRET)).toBe(false);
    expect(cutTexts(session.messages)).toEqual({ flags: [], plain: [] });
    expect(session.forwarded < session.received).toBe(server.display !== undefined);
  });

  // QEMU's own machine has no clipboard here.
  if (name === 'QEMU') return;

  it('has its clipboard where the rule allows it', async () => {
    const session = await open({ port: server.port, encodings: [hextile, ...pseudo], format: formats.bgrx, clipboard: 'out' });
    session.request(0);
    await until(`${name}'s text to pass`, async () => {
      await copyOnHost(server.display!, SECRET + String(Math.random()));
      session.request(1);
      await delay(100);
      return session.passed.includes(SECRET);
    });
    expect(session.problem).toBe('');
    expect(session.forwarded).toBe(session.received);
  });
});

describe('Extended Clipboard of TigerVNC', () => {
  const TEXT = 'šeçret – 秘密 🔑';
  let server: RealServer & { display: string };

  beforeAll(async () => {
    server = await startTigerVnc();
  });
  afterAll(() => server.stop());

  const viewer = async (clipboard: SessionOptions['clipboard']): Promise<FramedSession> => {
    const session = await open({
      port: server.port,
      encodings: [zrle, encodings.extendedClipboard],
      format: formats.bgrx,
      ...(clipboard ? { clipboard } : {}),
    });
    session.request(0);
    await until('an update', () => session.received > 20);
    return session;
  };
  const provide = (text: string): Buffer => {
    const bytes = Buffer.from(`${text}\0`);
    return client.extendedCutText(flags.provide | flags.text, deflateSync(Buffer.concat([s32(bytes.length), bytes])));
  };
  /** As noVNC does: tells of a text, and gives it when asked. */
  const paste = async (session: FramedSession, text: string): Promise<void> => {
    session.send(client.extendedCutText(flags.notify | flags.text));
    await delay(200);
    session.send(provide(text));
  };
  const onHost = async (): Promise<string> => {
    const xclip = await runProcess('sh', ['-c', `timeout 2 xclip -display ${server.display} -selection clipboard -o; true`]);
    return xclip.stdout.join('\n');
  };

  it('passes to the host but not from it with the clipboard in', async () => {
    const session = await viewer('in');
    await until('capabilities', () => cutTexts(session.messages).flags.some((flag) => flag & flags.caps));
    session.send(setCapabilities());
    await copyOnHost(server.display, TEXT);
    await until('a notice that is dropped', () => cutTexts(session.receivedMessages).flags.some((flag) => flag & flags.notify));
    // A hostile viewer asks nevertheless.
    session.send(client.extendedCutText(flags.request | flags.text));
    await until('a text that is dropped', () =>
      cutTexts(session.receivedMessages).flags.some((flag) => flag >>> 24 === flags.provide >>> 24),
    );
    await paste(session, `${TEXT} of the person`);
    const reading = onHost();
    await until('the host to ask for the text', () =>
      cutTexts(session.messages).flags.some((flag) => flag >>> 24 === flags.request >>> 24),
    );
    session.send(provide(`${TEXT} of the person`));
    expect(await reading).toBe(`${TEXT} of the person`);
    expect(cutTexts(session.messages).flags.every((flag) => (flag & flags.caps) !== 0 || flag >>> 24 === flags.request >>> 24)).toBe(true);
    expect(cutTexts(session.messages).plain).toEqual([]);
    expect(session.problem).toBe('');
  });

  it('passes from the host but not to it with the clipboard out', async () => {
    const session = await viewer('out');
    session.send(setCapabilities());
    await copyOnHost(server.display, TEXT);
    await until('the notice', () => cutTexts(session.messages).flags.some((flag) => flag >>> 24 === flags.notify >>> 24));
    session.send(client.extendedCutText(flags.request | flags.text));
    const text = await until('the text', () =>
      session.messages.find((message) => message[0] === 3 && message.readUInt8(8) === flags.provide >>> 24),
    );
    expect(inflateSync(text.subarray(12), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(4).toString()).toBe(`${TEXT}\0`);
    await paste(session, 'never to be seen on the host');
    session.send(client.cutText('nor this'));
    await delay(300);
    expect(await onHost()).toBe(TEXT);
    expect(session.problem).toBe('');
  });

  it('is not even asked for without any clipboard, and nothing passes either way', async () => {
    await copyOnHost(server.display, 'before');
    const session = await viewer('none');
    await copyOnHost(server.display, SECRET);
    session.send(setCapabilities(), client.extendedCutText(flags.request | flags.text), client.cutText('never to be seen on the host'));
    await paste(session, 'nor this');
    await delay(500);
    expect(cutTexts(session.receivedMessages).flags).toEqual([]);
    expect(cutTexts(session.messages)).toEqual({ flags: [], plain: [] });
    expect(await onHost()).toBe(SECRET);
    expect(session.problem).toBe('');
  });
});
