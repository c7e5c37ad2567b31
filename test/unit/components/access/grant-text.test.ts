import { describe, expect, test } from 'vitest';
import { grantSentence, verdict } from '@/components/access/grant-text';
import type { Explanation, Grant } from '@/server/contract/access';
import { translator } from '../../../support/translator';

const t = translator('en', 'access');
const chinese = translator('zh-CN', 'access');
const words = { hours: () => 'Mon–Fri 08:00–18:00, UTC', moment: () => '31 Jan 2027' };

const grant: Grant = {
  id: 'g1',
  subject: { kind: 'user', id: 'u1', name: 'anna' },
  target: { kind: 'host', id: 'web-01' },
  access: 'view',
  endsAt: null,
  hours: null,
  note: '',
  createdAt: 0,
  createdBy: 'admin',
};
const everyone = { kind: 'group', id: 'g', name: 'Ops' } as const;
const hours = { timeZone: 'UTC', slots: [{ days: [1], from: '08:00', to: '18:00' }] };

describe('a grant in a sentence', () => {
  const cases: [Partial<Grant>, en: string, zh: string][] = [
    [{}, 'anna may view web-01.', 'anna 可以查看 web-01。'],
    [{ access: 'control' }, 'anna may control web-01.', 'anna 可以控制 web-01。'],
    [
      { subject: everyone, target: { kind: 'tag', tag: 'lab' }, access: 'control' },
      'The group Ops may control every host with the tag lab.',
      '用户组 Ops 可以控制带有标签 lab 的所有主机。',
    ],
    [{ target: { kind: 'all' } }, 'anna may view every host.', 'anna 可以查看所有主机。'],
    [{ hours }, 'anna may view web-01: Mon–Fri 08:00–18:00, UTC.', 'anna 可以查看 web-01：Mon–Fri 08:00–18:00, UTC。'],
    [{ endsAt: 1 }, 'anna may view web-01: until 31 Jan 2027.', 'anna 可以查看 web-01：至 31 Jan 2027。'],
    [
      { hours, endsAt: 1 },
      'anna may view web-01: Mon–Fri 08:00–18:00, UTC; until 31 Jan 2027.',
      'anna 可以查看 web-01：Mon–Fri 08:00–18:00, UTC；至 31 Jan 2027。',
    ],
  ];
  test.each(cases)('%j', (part, en, zh) => {
    expect(grantSentence(t, { ...grant, ...part }, words)).toBe(en);
    expect(grantSentence(chinese, { ...grant, ...part }, words)).toBe(zh);
  });
});

const asked: Explanation = {
  user: { id: 'u1', name: 'anna', displayName: 'Anna Berg', disabled: false, role: 'user' },
  host: { id: 'web-01', name: '' },
  access: null,
  byRole: false,
  grants: [],
  until: null,
};

describe('the verdict', () => {
  const cases: [what: string, part: Partial<Explanation>, text: string][] = [
    ['by a grant to control', { access: 'control' }, 'Anna Berg may open web-01 and control it.'],
    ['by a grant to view', { access: 'view' }, 'Anna Berg may open web-01 and view it, but not control it.'],
    [
      'by the role',
      { access: 'control', byRole: true },
      'Anna Berg is an administrator: administrators control every host, with or without a grant.',
    ],
    [
      'a disabled account, whatever it was granted',
      { user: { ...asked.user, disabled: true, role: 'admin' }, grants: [{ grant, state: 'counts' }] },
      'Anna Berg cannot open web-01: the account is disabled.',
    ],
    [
      'no grant at all',
      {},
      'Anna Berg cannot open web-01: no grant names them, or a group that they are in, for this host, one of its tags, or every host.',
    ],
    [
      'grants, none of which counts now',
      { grants: [{ grant, state: 'ended' }] },
      'Anna Berg cannot open web-01 at this moment: the grant below does not count now.',
    ],
    [
      'the name that the host is shown by',
      { access: 'view', host: { id: 'web-01', name: 'Shop' } },
      'Anna Berg may open Shop and view it, but not control it.',
    ],
  ];
  test.each(cases)('%s', (_, part, text) => {
    expect(verdict(t, { ...asked, ...part })).toBe(text);
  });
});
