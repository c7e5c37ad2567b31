/** From a text to the keys that type it, character by character, and to what no key types. */

import type { KeySending } from '@/server/contract/settings';
import { key, type Key } from './keys';
import { deadKeysym, keysymFor, VOID_SYMBOL } from './keysym';
import { LEVELS, type LayoutKeys, type Modifier, NO_CHARACTER } from './layout';

/**
 * What a VNC server makes of a key: takes keysyms only; goes by the key's place (QEMU); or is offered both and does as it likes
 * (TigerVNC announces QEMU's extended key events and then goes by the keysym).
 */
export type KeyServer = 'characters' | 'places' | 'either';

export interface Stroke {
  /** Held while the key goes down and up. */
  modifiers: readonly Modifier[];
  keysym: number;
  /** null: no key of the layout, only the keysym tells. */
  code: string | null;
}

export interface PlannedCharacter {
  /** Where it stands in the text, in UTF-16 units. */
  index: number;
  text: string;
  strokes: readonly Stroke[];
}

export interface UntypedCharacter {
  index: number;
  text: string;
}

export interface TypingPlan {
  characters: readonly PlannedCharacter[];
  /** Not in the plan: nothing types these. */
  untypeable: readonly UntypedCharacter[];
  /** In the plan, but whether they arrive depends on the machine. */
  uncertain: readonly UntypedCharacter[];
  /** The machine reads a keyboard: faster than its wire is, keys would get lost. */
  wire: boolean;
}

export interface TypingOptions {
  /** What the machine is set to; null: unknown. */
  layout: LayoutKeys | null;
  sending: KeySending;
  server: KeyServer;
}

interface Place {
  code: string;
  modifiers: readonly Modifier[];
}

/** The strokes of one character and whether they surely make it. */
interface Way {
  strokes: readonly Stroke[];
  certain: boolean;
}

const control: Readonly<Record<string, Key>> = { '\n': key.enter, '\r': key.enter, '\r\n': key.enter, '\t': key.tab };

/** What Shift types on a US keyboard: a server that looks up the key of a character leaves Shift to the viewer. */
const US_SHIFTED = /^[A-Z~!@#$%^&*()_+{}|:"<>?]$/;
const LATIN_1 = /^[ -~\u00a0-\u00ff]$/;

/** A dead key followed by the space bar. Other accents alone differ from system to system. */
const alone: Readonly<Record<string, string>> = { '`': '\u0300', '^': '\u0302', '~': '\u0303' };

/** What AltGr types in the same place on Windows, in X and on a Linux console; beyond this XKB has more than the others. */
const COMMON_WITH_ALT_GR = /^[ -~€£§¢¬¦²³¹µªºąćęłńóśźżĄĆĘŁŃÓŚŹŻ]$/;

export function planTyping(text: string, options: TypingOptions): TypingPlan {
  const wayOf = options.layout === null || options.sending === 'characters' ? wayByCharacter : wayOnLayout(options.layout, options);
  const characters: PlannedCharacter[] = [];
  const untypeable: UntypedCharacter[] = [];
  const uncertain: UntypedCharacter[] = [];
  for (const { index, text: character } of charactersOf(text)) {
    const special = control[character];
    const way = special ? { strokes: [{ modifiers: [], ...special }], certain: true } : wayOf(character);
    if (!way) {
      untypeable.push({ index, text: character });
      continue;
    }
    if (!way.certain) uncertain.push({ index, text: character });
    characters.push({ index, text: character, strokes: way.strokes });
  }
  return { characters, untypeable, uncertain, wire: options.server !== 'characters' };
}

/** Letters composed with their accents, `\r\n` as one, everything else by code point. */
function* charactersOf(text: string): Generator<UntypedCharacter> {
  for (const { index, 0: cluster } of text.matchAll(/\r\n|\P{M}\p{M}*|\p{M}/gu)) {
    let at = index;
    const composed = cluster.normalize('NFC');
    if (Array.from(composed).length === 1) yield { index, text: composed };
    else if (control[cluster]) yield { index, text: cluster };
    else
      for (const character of cluster) {
        yield { index: at, text: character };
        at += character.length;
      }
  }
}

function isTypeable(character: string): boolean {
  return !/^[\p{Cc}\p{Cs}]$/u.test(character);
}

function wayByCharacter(character: string): Way | null {
  if (!isTypeable(character)) return null;
  const modifiers: Modifier[] = US_SHIFTED.test(character) ? ['shift'] : [];
  return { strokes: [{ modifiers, keysym: keysymFor(character), code: null }], certain: LATIN_1.test(character) };
}

function wayOnLayout(layout: LayoutKeys, { sending, server }: TypingOptions): (character: string) => Way | null {
  const places = placesOf(layout);
  // A server that goes by places gets the keysyms of the keys as well: QEMU with a keyboard layout of its own (-k) looks at those.
  const deadKeys = sending === 'places' || server === 'places';
  return (character) => {
    if (!isTypeable(character)) return null;
    const place = places.get(character);
    if (place && !deepLevel(place)) return direct(character, place);
    const composed = compose(character, places);
    if (composed && (!place || composed.dead.modifiers.length < 2)) return withDeadKey(character, composed, { deadKeys, server });
    if (place) return direct(character, place);
    if (deadKeys) return null;
    return { strokes: [{ modifiers: [], keysym: keysymFor(character), code: null }], certain: false };
  };
}

function deepLevel({ modifiers }: Place): boolean {
  return modifiers.length === 2;
}

function direct(character: string, { code, modifiers }: Place): Way {
  const certain = !modifiers.includes('altGr') || COMMON_WITH_ALT_GR.test(character);
  return { strokes: [{ modifiers, keysym: keysymFor(character), code }], certain };
}

interface Composed {
  mark: string;
  dead: Place;
  base: string;
  baseplace: Place;
}

/** The dead key and the key after it that make a character: canonical decomposition is what X11's and the other systems' tables agree on. */
function compose(character: string, places: ReadonlyMap<string, Place>): Composed | null {
  const mark = alone[character] ?? character.normalize('NFD').slice(1);
  const base = character in alone ? ' ' : character.normalize('NFD').slice(0, 1);
  if (mark.length !== 1) return null;
  const dead = places.get(mark);
  const baseplace = places.get(base);
  return dead && baseplace && !baseplace.modifiers.includes('altGr') ? { mark, dead, base, baseplace } : null;
}

function withDeadKey(
  character: string,
  { mark, dead, base, baseplace }: Composed,
  { deadKeys, server }: { deadKeys: boolean; server: KeyServer },
): Way {
  const certain = character in alone || (LATIN_1.test(character) && !dead.modifiers.includes('altGr'));
  const finished = { modifiers: baseplace.modifiers, keysym: keysymFor(character), code: baseplace.code };
  if (deadKeys)
    return {
      strokes: [
        { modifiers: dead.modifiers, keysym: deadKeysym(mark), code: dead.code },
        { ...finished, keysym: keysymFor(base) },
      ],
      certain,
    };
  if (server === 'characters') return { strokes: [finished], certain: true };
  // By its place the first is the dead key, by its keysym nothing; the second is the letter or the finished character. Either way it is one.
  return { strokes: [{ modifiers: dead.modifiers, keysym: VOID_SYMBOL, code: dead.code }, finished], certain };
}

/** Of several places of one character, the one with the fewest modifiers. */
function placesOf(layout: LayoutKeys): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>([[' ', { code: 'Space', modifiers: [] }]]);
  for (const [level, modifiers] of LEVELS.entries()) {
    for (const [code, characters] of Object.entries(layout)) {
      const character = characters[level];
      if (character !== undefined && character !== NO_CHARACTER && !places.has(character)) places.set(character, { code, modifiers });
    }
  }
  return places;
}
