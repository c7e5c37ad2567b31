import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HIDDEN_MS, restWhileHidden } from '@/components/console/picture/rest-while-hidden';

const page = new EventTarget() as EventTarget & { visibilityState: string };
const said: string[] = [];
const rfb = { rest: () => void said.push('rest'), wake: () => void said.push('wake') };

function show(state: 'visible' | 'hidden') {
  page.visibilityState = state;
  page.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.stubGlobal('document', page);
  vi.useFakeTimers();
  page.visibilityState = 'visible';
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('lets a console rest that nobody looks at for a while, and wakes it for the next look', () => {
  const end = restWhileHidden(rfb);
  said.length = 0;
  show('hidden');
  vi.advanceTimersByTime(HIDDEN_MS - 1);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(said).toEqual(['rest']);
  show('visible');
  expect(said).toEqual(['rest', 'wake']);
  end();
});

it('does not mind a look into another tab', () => {
  const end = restWhileHidden(rfb);
  said.length = 0;
  show('hidden');
  vi.advanceTimersByTime(HIDDEN_MS - 1);
  show('visible');
  vi.advanceTimersByTime(HIDDEN_MS * 2);
  expect(said).toEqual(['wake']);
  end();
});

it('lets one rest that was opened in the background', () => {
  page.visibilityState = 'hidden';
  const end = restWhileHidden(rfb);
  said.length = 0;
  vi.advanceTimersByTime(HIDDEN_MS);
  expect(said).toEqual(['rest']);
  end();
});
