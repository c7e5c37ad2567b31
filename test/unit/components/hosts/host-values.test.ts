import { describe, expect, it } from 'vitest';
import { say } from '@/messages/say';
import {
  copyOf,
  createErrors,
  emptyValues,
  filledTargets,
  losesPassword,
  patchErrors,
  toCreate,
  toPatch,
  valuesOf,
  type HostValues,
} from '@/components/hosts/form/host-values';
import { defaultPolicy, type Host } from '@/server/contract/host';

const host: Host = {
  id: 'build-1',
  name: 'Build 1',
  description: '',
  tags: ['linux'],
  targets: ['wss://build-1:443/'],
  balance: 'failover',
  tls: { insecure: true },
  credentials: { username: 'vnc', hasPassword: true },
  policy: defaultPolicy,
  banner: '',
  keyboard: null,
  createdAt: 0,
  updatedAt: 0,
};
const values = { ...emptyValues, id: 'a', name: 'A', targets: ['10.0.0.5:1', ' '] };

describe('a new host', () => {
  it('is sent without what was left empty', () => {
    expect(toCreate(values)).toEqual({
      id: 'a',
      name: 'A',
      description: '',
      tags: [],
      targets: ['10.0.0.5:1'],
      balance: 'failover',
      tls: {},
      credentials: {},
      policy: { clipboard: 'both', exclusive: false, secondFactor: false, maxViewers: null },
      banner: '',
      keyboard: null,
    });
  });

  it('may be sent when it is whole', () => {
    expect(createErrors(say)(values)).toEqual({});
  });

  it('is told what is missing, by field', () => {
    expect(createErrors(say)(emptyValues)).toEqual({
      id: expect.stringContaining('Use 1 to 63') as string,
      'targets.0': expect.stringContaining('Enter an address') as string,
    });
  });

  it('is told which of several addresses is wrong', () => {
    expect(Object.keys(createErrors(say)({ ...values, targets: ['10.0.0.5:1', 'http://x'] }))).toEqual(['targets.1']);
  });
});

describe('a change', () => {
  it('leaves a stored password alone', () => {
    expect(toPatch(host, valuesOf(host)).credentials).toEqual({ username: 'vnc' });
  });

  it('forgets it when asked to', () => {
    expect(toPatch(host, { ...valuesOf(host), storedPassword: 'forget' }).credentials).toEqual({ username: 'vnc', password: null });
  });

  it('replaces it with what was typed', () => {
    const typed = { ...valuesOf(host), storedPassword: 'replace' as const, credentials: { username: '', password: 's3cret' } };
    expect(toPatch(host, typed).credentials).toEqual({ username: null, password: 's3cret' });
  });

  it('keeps it when nothing was typed after all', () => {
    expect(toPatch(host, { ...valuesOf(host), storedPassword: 'replace' }).credentials).toEqual({ username: 'vnc' });
  });

  it('names the host by its id when the name was emptied', () => {
    expect(toPatch(host, { ...valuesOf(host), name: ' ' }).name).toBe('build-1');
  });

  it('says where the host is and how it is verified only when that was changed in the form', () => {
    expect(toPatch(host, { ...valuesOf(host), name: 'New' })).not.toHaveProperty('targets');
    expect(toPatch(host, { ...valuesOf(host), name: 'New' })).not.toHaveProperty('tls');
    expect(toPatch(host, { ...valuesOf(host), targets: ['b', ''] })).toMatchObject({ targets: ['b'] });
    expect(toPatch(host, { ...valuesOf(host), tls: { ...emptyValues.tls, servername: 'b' } })).toMatchObject({ tls: { servername: 'b' } });
  });

  it.each<[string, Partial<HostValues>, boolean]>([
    ['another address', { targets: ['wss://other'] }, true],
    ['one more address', { targets: ['wss://build-1', 'wss://other'] }, true],
    ['verified certificates', { tls: emptyValues.tls }, true],
    ['the same address, written otherwise', { targets: ['wss://build-1', ''] }, false],
    ['another name', { name: 'New' }, false],
  ])('with %s asks for the stored password again, or does not', (_, changed, loses) => {
    const typed = { ...valuesOf(host), ...changed, credentials: { username: 'vnc', password: 's3cret' } };
    expect(losesPassword(host, typed)).toBe(loses);
    expect(losesPassword({ ...host, credentials: { hasPassword: false } }, typed)).toBe(false);
    expect(toPatch(host, typed).credentials).toEqual({ username: 'vnc', ...(loses ? { password: 's3cret' } : {}) });
  });

  it('of nothing passes the rules', () => {
    expect(patchErrors(host, say)(valuesOf(host))).toEqual({});
  });
});

it('takes over everything for another host of the kind but its password and what it is remembered by', () => {
  const pinned: Host = { ...host, tls: { trustOnFirstUse: true, pin: 'AA', keyPin: 'BB' }, banner: 'Mind.', keyboard: 'de' };
  const copy = toCreate(copyOf(pinned, { id: 'build-2', name: 'Build 2' }));
  expect(copy).toMatchObject({ id: 'build-2', name: 'Build 2', tags: ['linux'], banner: 'Mind.', keyboard: 'de' });
  expect([copy.tls, copy.credentials]).toEqual([{ trustOnFirstUse: true }, { username: 'vnc' }]);
});

it('keeps one line to complain about', () => {
  expect([filledTargets(['', 'a', ' ']), filledTargets(['', ''])]).toEqual([['a'], ['']]);
});
