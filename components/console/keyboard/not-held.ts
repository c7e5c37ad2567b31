/**
 * Keys whose release a page never hears of. macOS keeps the releases of a combination that it takes for itself (Cmd+Shift+4), and of every
 * key that goes up while Cmd is down. Each event of a keyboard or a pointer tells which modifiers are held: what it does not tell is up.
 */

export interface ModifierFlags {
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

const flags: readonly (readonly [RegExp, keyof ModifierFlags])[] = [
  [/^Control(Left|Right)$/, 'ctrlKey'],
  [/^Shift(Left|Right)$/, 'shiftKey'],
  [/^Alt(Left|Right)$/, 'altKey'],
  [/^Meta(Left|Right)$/, 'metaKey'],
];

const flagOf = (code: string) => flags.find(([codes]) => codes.test(code))?.[1];

/**
 * @param down the codes of the keys that the machine was told of, and when they went down, by the clock of events
 * @param at the time of the event: a key that went down later is not judged by it
 * @returns the codes of the keys that are up, modifiers last
 */
export function notHeld(down: ReadonlyMap<string, number>, held: ModifierFlags, at: number): string[] {
  const modifiers: string[] = [];
  const others: string[] = [];
  for (const [code, since] of down) {
    const flag = flagOf(code);
    if (!flag) others.push(code);
    else if (!held[flag] && since < at) modifiers.push(code);
  }
  // While Cmd was down, nobody heard of the release of another key.
  const wasCommand = modifiers.some((code) => flagOf(code) === 'metaKey');
  return [...(wasCommand ? others : []), ...modifiers];
}
