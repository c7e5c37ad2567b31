/** Keys as an X display's root window hears of them. */

import { until } from './waiting';
import { watchInput } from './x-display';

export interface XKeys {
  /** `+Control_L`, `-Control_L`, in the order they came since the last call of `forget`. */
  heard(): string[];
  forget(): void;
  /** Waits until so many have come, or no more come. */
  after(count: number): Promise<string[]>;
  /** Waits until so many are down. */
  pressed(...names: string[]): Promise<void>;
  /** Waits until none is down. @throws when one stays down */
  lifted(): Promise<void>;
  stop(): Promise<unknown>;
}

export async function watchKeys(display: string): Promise<XKeys> {
  const events = await watchInput(display);
  let from = 0;
  const since = (line: number): string[] => {
    const text = events.lines.slice(line).join('\n');
    return [...text.matchAll(/Key(Press|Release) event[\s\S]*?keysym 0x[0-9a-f]+, (\w+)\)/g)].map(
      ([, kind, name]) => (kind === 'Press' ? '+' : '-') + name!,
    );
  };
  const down = (): Set<string> => {
    const keys = new Set<string>();
    for (const event of since(0)) {
      if (event.startsWith('+')) keys.add(event.slice(1));
      else keys.delete(event.slice(1));
    }
    return keys;
  };
  return {
    heard: () => since(from),
    forget: () => (from = events.lines.length),
    async after(count) {
      await until(`${count} events`, () => since(from).length >= count).catch(() => undefined);
      return since(from);
    },
    async pressed(...names) {
      await until(`${names.join(' and ')} down`, () => names.every((name) => down().has(name)));
    },
    async lifted() {
      await until('no key down', () => down().size === 0).catch(() => {
        throw new Error(`still down: ${[...down()].join(' ')}`);
      });
    },
    stop: () => events.stop(),
  };
}
