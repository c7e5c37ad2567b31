import { afterEach, expect, it, vi } from 'vitest';
import { watchPixelRatio } from '@/components/console/picture/pixel-ratio';

afterEach(() => void vi.unstubAllGlobals());

it('tells every time that the window comes to another screen, until it is ended', () => {
  const queries: (EventTarget & { media: string })[] = [];
  const matchMedia = (media: string) => {
    const query = Object.assign(new EventTarget(), { media });
    queries.push(query);
    return query;
  };
  const screen = { devicePixelRatio: 1 };
  vi.stubGlobal('window', screen);
  vi.stubGlobal('matchMedia', matchMedia);
  let told = 0;
  const end = watchPixelRatio(() => (told += 1));
  screen.devicePixelRatio = 2;
  queries.at(-1)!.dispatchEvent(new Event('change'));
  screen.devicePixelRatio = 1.25;
  queries.at(-1)!.dispatchEvent(new Event('change'));
  end();
  queries.at(-1)!.dispatchEvent(new Event('change'));
  expect([told, queries.map(({ media }) => media)]).toEqual([2, ['(resolution: 1dppx)', '(resolution: 2dppx)', '(resolution: 1.25dppx)']]);
});
