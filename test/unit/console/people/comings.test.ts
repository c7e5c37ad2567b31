import { expect, it } from 'vitest';
import { comings } from '@/components/console/people/comings';
import type { Other } from '@/components/console/people/follow-company';

const other = (userName: string, change: Partial<Other> = {}): Other => ({ userName, own: false, access: 'control', since: 1, ...change });
const said = (before: Other[] | null, now: Other[]) =>
  comings(before, now).map(({ kind, who }) => `${kind} ${who.map(({ userName }) => userName).join(' ')}`);

it('names whoever is there already, once', () => {
  expect(said(null, [other('Ann'), other('Bob')])).toEqual(['here Ann Bob']);
  expect(said(null, [])).toEqual([]);
});

it('names who has come and who has left', () => {
  expect(said([other('Ann')], [other('Ann'), other('Bob')])).toEqual(['came Bob']);
  expect(said([other('Ann'), other('Bob')], [other('Ann')])).toEqual(['left Bob']);
  expect(said([other('Ann')], [other('Bob')])).toEqual(['came Bob', 'left Ann']);
});

it('is silent about who lost a connection and is back', () => {
  expect(said([other('Ann', { since: 1 })], [other('Ann', { since: 9 })])).toEqual([]);
});

it('tells when somebody comes back with other rights', () => {
  expect(said([other('Ann', { access: 'view' })], [other('Ann')])).toEqual(['came Ann', 'left Ann']);
});

it("is silent about one's own other windows", () => {
  expect(said(null, [other('Me', { own: true })])).toEqual([]);
  expect(said([], [other('Me', { own: true })])).toEqual([]);
  expect(said([other('Me', { own: true })], [])).toEqual([]);
});
