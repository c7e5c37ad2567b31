import { expect, it } from 'vitest';
import { suggestId } from '@/server/contract/suggest-id';
import { hostIdPattern } from '@/server/contract/host';

it.each([
  ['Build server', 'build-server'],
  ['Büro PC 3 (Köln)', 'buero-pc-3-koeln'],
  ["Anna's laptop", 'annas-laptop'],
  ['  Été — façade  ', 'ete-facade'],
  ['db01.example.net', 'db01-example-net'],
  ['--x--', 'x'],
  ['服务器', ''],
])('suggests for "%s": "%s"', (name, id) => {
  expect(suggestId(name)).toBe(id);
});

it('suggests what the portal accepts, however long the name', () => {
  expect(suggestId(`${'a'.repeat(62)} and more`)).toMatch(hostIdPattern);
});
