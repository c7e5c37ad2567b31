import { expect, it } from 'vitest';
import { fingerprintOf, trust, trustOf } from '@/components/console/connection/fingerprint';
import { hasPicture } from '@/components/console/picture/first-picture';
import { readPreferences } from '@/components/console/preferences';
import { screenshotName } from '@/components/console/picture/screenshot';
import { inSeconds } from '@/components/console/words';

it.each([
  [null, { scaling: 'fit', pinned: false }],
  ['not json', { scaling: 'fit', pinned: false }],
  ['{"scaling":"huge","pinned":true}', { scaling: 'fit', pinned: true }],
  ['{"scaling":"remote"}', { scaling: 'remote', pinned: false }],
  ['[]', { scaling: 'fit', pinned: false }],
])('reads stored preferences %j', (text, preferences) => {
  expect(readPreferences(text)).toEqual(preferences);
});

it('names a screenshot after the host and the time', () => {
  expect(screenshotName('web-01', new Date(2026, 0, 31, 7, 5, 9))).toBe('web-01-2026-01-31-07-05-09.png');
});

it.each([
  [8_400, 'in 9 seconds'],
  [1_000, 'in 1 second'],
  [0, 'now'],
  [-5, 'now'],
])('counts %i ms down as "%s"', (ms, words) => {
  expect(inSeconds(ms)).toBe(words);
});

it('sees a picture as soon as one pixel is not transparent, be it black', () => {
  expect(hasPicture(new Uint8ClampedArray(64))).toBe(false);
  expect(hasPicture(new Uint8ClampedArray(64).fill(255, 7, 8))).toBe(true);
});

it("shows a host's key as VNC viewers do, and knows it again", async () => {
  const { short, sha256 } = await fingerprintOf(new TextEncoder().encode('key'));
  expect(short).toBe('a6-2f-22-25-bf-70-bf-ac');
  const stored = new Map<string, string>();
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
  };
  expect(trustOf('web-01', sha256, storage)).toBe('new');
  trust('web-01', sha256, storage);
  expect([trustOf('web-01', sha256, storage), trustOf('web-01', 'other', storage), trustOf('web-02', sha256, storage)]).toEqual([
    'known',
    'changed',
    'new',
  ]);
});
