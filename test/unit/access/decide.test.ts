import { describe, expect, it } from 'vitest';
import { decide, type GrantTerms } from '../../../server/access/decide';
import type { AccessLevel, Hours } from '../../../server/contract/access';
import { fullScope, type TokenScope } from '../../../server/contract/token-scope';

/** Wednesday noon in Berlin, in summer. */
const NOON = Date.UTC(2026, 6, 15, 10);
const HOUR = 3_600_000;
const host = { id: 'web-01', tags: ['lab', 'web'] };
const groups = new Set(['ops', 'night']);
const hours = (days: number[], from: string, to: string, timeZone = 'Europe/Berlin'): Hours => ({ timeZone, slots: [{ days, from, to }] });

/** Each with what it comes to, as a person reads it: for the oracle. */
const subjects = [
  [{ kind: 'user', id: 'anna' }, true],
  [{ kind: 'group', id: 'ops' }, true],
  [{ kind: 'group', id: 'others' }, false],
  [{ kind: 'user', id: 'ben' }, false],
  // Ids of users and groups are not of one kind.
  [{ kind: 'group', id: 'anna' }, false],
  [{ kind: 'user', id: 'ops' }, false],
] as const;
const targets = [
  [{ kind: 'host', id: 'web-01' }, true],
  [{ kind: 'tag', tag: 'lab' }, true],
  [{ kind: 'all' }, true],
  [{ kind: 'host', id: 'web-02' }, false],
  [{ kind: 'tag', tag: 'office' }, false],
  // A tag that is called like the host.
  [{ kind: 'tag', tag: 'web-01' }, false],
  [{ kind: 'host', id: 'lab' }, false],
] as const;
const ends = [
  [null, true],
  [NOON - 1, false],
  [NOON, false],
  [NOON + 1, true],
  [NOON + HOUR, true],
] as const;
const times = [
  [null, true],
  [hours([3], '08:00', '18:00'), true],
  [hours([2, 4], '08:00', '18:00'), false],
  [hours([3], '22:00', '06:00'), false],
  [hours([2], '22:00', '12:01'), true],
  [hours([2], '22:00', '12:00'), false],
  [hours([3], '12:00', '12:01'), true],
  [hours([3], '11:00', '12:00'), false],
  [hours([2], '13:00', '13:00'), true],
  [hours([3], '13:00', '13:00'), false],
  [hours([3], '00:00', '24:00'), true],
  [hours([3], '10:00', '11:00', 'UTC'), true],
  [hours([3], '12:00', '13:00', 'UTC'), false],
] as const;
const levels = ['view', 'control'] as const;
const people = [
  [{ id: 'anna', role: 'user', disabled: false }, 'by grants'],
  [{ id: 'anna', role: 'admin', disabled: false }, 'all'],
  [{ id: 'anna', role: 'user', disabled: true }, 'nothing'],
  [{ id: 'anna', role: 'admin', disabled: true }, 'nothing'],
] as const;
const scopes: [TokenScope, boolean][] = [
  [fullScope, true],
  [{ powers: ['connect'] }, true],
  [{ powers: ['read', 'manage'] }, false],
  [{ powers: ['connect'], hosts: ['web-01'] }, true],
  [{ powers: ['connect'], hosts: ['web-02'] }, false],
  [{ powers: ['connect'], hosts: [] }, false],
  [{ powers: ['connect'], tags: ['web'] }, true],
  [{ powers: ['connect'], tags: ['web-01', 'office'] }, false],
  [{ powers: ['connect'], hosts: ['web-02'], tags: ['lab'] }, true],
  [{ powers: ['connect'], hosts: [], tags: [] }, false],
];

const best = (a: AccessLevel | null, b: AccessLevel | null): AccessLevel | null =>
  a === 'control' || b === 'control' ? 'control' : (a ?? b);

describe('the decision', () => {
  it('is the one that a person would come to, for every kind of subject, target, level, end, hours, role, account and token', () => {
    let cases = 0;
    const wrong: unknown[] = [];
    for (const [subject, isOf] of subjects)
      for (const [target, reaches] of targets)
        for (const [endsAt, lasts] of ends)
          for (const [slots, inTime] of times)
            for (const access of levels)
              for (const [user, may] of people)
                for (const [scope, inScope] of scopes) {
                  cases += 1;
                  const grant: GrantTerms = { subject, target, access, endsAt, hours: slots };
                  const found = decide({ user, groups, host, grants: [grant], scope, at: NOON });
                  const named = isOf && reaches;
                  const open = may !== 'nothing' && inScope;
                  const expected = {
                    access: !open ? null : may === 'all' ? 'control' : named && lasts && inTime ? access : null,
                    byRole: open && may === 'all',
                    states: named ? [!lasts ? 'ended' : inTime ? 'counts' : 'outside_hours'] : [],
                  };
                  const got = { access: found.access, byRole: found.byRole, states: found.grants.map(({ state }) => state) };
                  if (JSON.stringify(got) !== JSON.stringify(expected)) wrong.push({ grant, user, scope, expected, got });
                }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(cases).toBe(6 * 7 * 5 * 13 * 2 * 4 * 10);
  });

  it('is the best of any two grants, whatever their order, and lists those that count first', () => {
    const terms = subjects.flatMap(([subject, isOf]) =>
      targets.slice(0, 4).flatMap(([target, reaches]) =>
        [ends[0], ends[1]].flatMap(([endsAt, lasts]) =>
          levels.map((access) => ({
            grant: { subject, target, access, endsAt, hours: null } satisfies GrantTerms,
            level: isOf && reaches && lasts ? access : null,
          })),
        ),
      ),
    );
    const user = people[0][0];
    for (const one of terms)
      for (const other of terms) {
        const found = decide({ user, groups, host, grants: [one.grant, other.grant], scope: fullScope, at: NOON });
        if (found.access !== best(one.level, other.level)) expect({ one, other, found }).toBeNull();
        const states = found.grants.map(({ state }) => state);
        if (states.lastIndexOf('counts') > 0 && states[0] !== 'counts') expect(states).toBeNull();
      }
    expect(terms).toHaveLength(96);
  });

  it('without a grant is: administrators all, users nothing', () => {
    const ask = (user: (typeof people)[number][0]) => decide({ user, groups, host, grants: [], scope: fullScope, at: NOON });
    expect(ask(people[0][0])).toEqual({ access: null, byRole: false, grants: [], until: null });
    expect(ask(people[1][0])).toEqual({ access: 'control', byRole: true, grants: [], until: null });
  });
});

describe('until when it is sure', () => {
  const until = (grants: GrantTerms[], over: { role?: 'admin' | 'user'; disabled?: boolean; scope?: TokenScope } = {}) =>
    decide({
      user: { id: 'anna', role: over.role ?? 'user', disabled: over.disabled ?? false },
      groups,
      host,
      grants,
      scope: over.scope ?? fullScope,
      at: NOON,
    }).until;
  const grant = (over: Partial<GrantTerms>): GrantTerms => ({
    subject: { kind: 'user', id: 'anna' },
    target: { kind: 'all' },
    access: 'view',
    endsAt: null,
    hours: null,
    ...over,
  });

  it('is the first end or edge of hours of the grants that are about it', () => {
    expect(until([grant({})])).toBeNull();
    expect(until([grant({ endsAt: NOON + 5 * HOUR })])).toBe(NOON + 5 * HOUR);
    expect(until([grant({ endsAt: NOON - 1 })])).toBeNull();
    expect(until([grant({ hours: hours([3], '08:00', '18:00') })])).toBe(NOON + 6 * HOUR);
    expect(until([grant({ hours: hours([3], '14:00', '18:00') })])).toBe(NOON + 2 * HOUR);
    expect(until([grant({ endsAt: NOON + HOUR, hours: hours([3], '08:00', '18:00') })])).toBe(NOON + HOUR);
    expect(until([grant({ endsAt: NOON + 5 * HOUR }), grant({ endsAt: NOON + 3 * HOUR, access: 'control' })])).toBe(NOON + 3 * HOUR);
    expect(until([grant({ endsAt: NOON + HOUR, subject: { kind: 'user', id: 'ben' } })])).toBeNull();
  });

  it('is for ever where no clock has a say', () => {
    const grants = [grant({ endsAt: NOON + HOUR })];
    expect(until(grants, { role: 'admin' })).toBeNull();
    expect(until(grants, { disabled: true })).toBeNull();
    expect(until(grants, { scope: { powers: ['read'] } })).toBeNull();
  });
});
