import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LayoutKeys, loadLayout, NO_CHARACTER } from '@/components/console/keyboard/layout';
import { isDeadKey } from '@/components/console/keyboard/keysym';
import { planTyping, type TypingOptions } from '@/components/console/keyboard/typing-plan';
import { typePlan } from '@/components/console/keyboard/typist';
import { keyboardLayouts } from '@/server/contract/keyboard';
import { type KeyViewer, openKeyViewer } from '../support/key-viewer';
import { type LinuxConsole, startLinuxConsole } from '../support/linux-console';
import { temporaryDirectory } from '../support/temporary';
import { startTigerVnc } from '../support/tigervnc';
import { startX11Vnc } from '../support/x11vnc';
import { startXReader, setXLayout, type XReader } from '../support/x-typing';

type Reader = Pick<XReader, 'typed' | 'forget' | 'received'>;

const ASCII = String.fromCharCode(...Array.from({ length: 0x7f - 0x20 }, (_, n) => 0x20 + n));

/** Every character that the layout types by itself or with a dead key, and that is the same on every system. */
function sampleOf(keys: LayoutKeys, options: Omit<TypingOptions, 'layout'>): string {
  const latin1 = String.fromCharCode(...Array.from({ length: 0x100 - 0xa1 }, (_, n) => 0xa1 + n));
  const own = Object.values(keys).flatMap((levels) => Array.from(levels).filter((one) => one !== NO_CHARACTER && !isDeadKey(one)));
  const all = [...new Set([...Array.from(ASCII), ...own, ...Array.from(latin1)])].join('');
  const { characters, uncertain } = planTyping(all, { ...options, layout: keys });
  const unsure = new Set(uncertain.map(({ text }) => text));
  return characters
    .map(({ text }) => text)
    .filter((text) => !unsure.has(text))
    .join('');
}

/**
 * An X server gives a character that no key of its layout types one of its spare keys, and has some twenty: those that the layout has on
 * keys, and as many others as no layout's own language needs.
 */
const SPARE_KEYS = 12;
function withinSpareKeys(text: string, keys: LayoutKeys): string {
  const own = Object.values(keys).join('') + ' ';
  const others = Array.from(text)
    .filter((one) => !own.includes(one))
    .toSorted((a, b) => Number(a > b) - Number(a < b))
    .reverse();
  const few = new Set(others.slice(0, SPARE_KEYS));
  const ascii = others.filter((one) => ASCII.includes(one));
  return Array.from(text)
    .filter((one) => own.includes(one) || few.has(one) || ascii.includes(one))
    .join('');
}

/** How much is typed at once, when what came before has arrived. */
const PIECE = 60;
/**
 * QEMU's PS/2 keyboard keeps 16 bytes that its machine has not fetched and forgets what comes next (hw/input/ps2.c): a machine that is kept
 * waiting for a tenth of a second loses keys. A character with its dead key and modifiers is no more than that.
 */
const PIECE_OF_PS2 = 1;

/** @returns what arrived */
async function roundTrip(reader: Reader, viewer: KeyViewer, text: string, options: TypingOptions, length = PIECE): Promise<string> {
  const { characters, untypeable } = planTyping(text, options);
  expect(untypeable).toEqual([]);
  reader.forget();
  const rate = options.server === 'characters' ? 200 : Infinity;
  for (let at = 0; at < characters.length; at += length) {
    const piece = characters.slice(at, at + length);
    await typePlan(viewer, { characters: piece, untypeable, uncertain: [], wire: false }, { rate });
    await reader.received(at + piece.length);
  }
  return reader.typed();
}

describe('a Linux console in QEMU, which goes by the places of keys', () => {
  let linux: LinuxConsole;
  let viewer: KeyViewer;
  beforeAll(async () => {
    linux = await startLinuxConsole(keyboardLayouts);
    viewer = await openKeyViewer(linux.ports.vnc);
  });
  afterAll(async () => {
    viewer.close();
    await linux.stop();
  });

  it.each(keyboardLayouts)('reads ASCII and the accents of layout %s as they were typed', async (name) => {
    expect(viewer.extendedKeys).toBe(true);
    await linux.useLayout(name);
    const layout = await loadLayout(name);
    const options = { layout, sending: 'auto', server: 'either' } as const;
    const text = sampleOf(layout, options);
    expect(text).toContain(ASCII);
    expect(await roundTrip(linux, viewer, text, options, PIECE_OF_PS2)).toBe(text);
  });
});

describe.each([
  ['TigerVNC, which is offered places and takes characters', 'either', () => startTigerVnc()],
  ['x11vnc, which takes characters only', 'characters', (layout: string) => startX11Vnc({ layout })],
] as const)('%s', (_, server, start) => {
  it.each(keyboardLayouts)('reads ASCII and the accents of layout %s as they were typed', async (name) => {
    const host = await start(name);
    const { path, remove } = temporaryDirectory('typed');
    const reader = await startXReader(host.display, path);
    // Now that the screen has a program: when its last one leaves it forgets its layout.
    if (server === 'either') await setXLayout(host.display, name);
    const viewer = await openKeyViewer(host.port);
    expect(viewer.extendedKeys).toBe(server === 'either');
    const layout = await loadLayout(name);
    const options = { layout, sending: 'auto', server } as const;
    const text = withinSpareKeys(sampleOf(layout, options), layout);
    expect(text).toContain(ASCII);
    expect(await roundTrip(reader, viewer, text, options)).toBe(text);
    viewer.close();
    await reader.stop();
    await host.stop();
    remove();
  });
});
