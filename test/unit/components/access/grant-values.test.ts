import { describe, expect, test } from 'vitest';
import { createErrors, newGrant, patchErrors, toCreate, toField, toPatch, valuesOf } from '@/components/access/grant-values';
import { grantCreateSchema, type Grant } from '@/server/contract/access';

const missing = { person: 'who', group: 'which group', host: 'which host', tag: 'which tag', days: 'which days', past: 'past' };
const say = ({ key }: { key: string }) => key;
const NOW = Date.parse('2026-11-21T12:00:30Z');
const errors = createErrors(say, missing, () => NOW);
const empty = newGrant('Europe/Berlin');
const filled = { ...empty, subject: { kind: 'user' as const, id: 'u1' }, target: { kind: 'host' as const, id: 'web-01', tag: '' } };

const grant: Grant = {
  id: 'g1',
  subject: { kind: 'group', id: 'ops', name: 'Ops' },
  target: { kind: 'tag', tag: 'lab' },
  access: 'control',
  endsAt: NOW + 86_400_123,
  hours: { timeZone: 'UTC', slots: [{ days: [1], from: '08:00', to: '24:00' }] },
  note: 'why',
  createdAt: 0,
  createdBy: 'admin',
};

describe('the form of a grant', () => {
  test('sends what the server takes, and nothing of what is switched off', () => {
    const body = toCreate({ ...filled, hours: { timeZone: 'nowhere', slots: [] } });
    expect(grantCreateSchema.parse(body)).toEqual({
      subject: { kind: 'user', id: 'u1' },
      target: { kind: 'host', id: 'web-01' },
      access: 'view',
      endsAt: null,
      hours: null,
      note: '',
    });
    expect(errors(filled)).toEqual({});
  });

  test('says what was left out, in words for it', () => {
    expect(errors(empty)).toEqual({ 'subject.id': 'who', 'target.id': 'which host' });
    expect(errors({ ...empty, subject: { kind: 'group', id: '' }, target: { kind: 'tag', id: '', tag: ' ' } })).toEqual({
      'subject.id': 'which group',
      'target.tag': 'which tag',
    });
    expect(errors({ ...filled, target: { kind: 'all', id: '', tag: '' } })).toEqual({});
  });

  test('refuses an end in the past, hours without a day and times that are none', () => {
    expect(errors({ ...filled, endsAt: toField(NOW - 60_000) })).toEqual({ endsAt: 'past' });
    expect(errors({ ...filled, endsAt: toField(NOW + 120_000) })).toEqual({});
    const slots = [
      { days: [1], from: '08:00', to: '09:00' },
      { days: [], from: '', to: '09:00' },
    ];
    expect(errors({ ...filled, limited: true, hours: { timeZone: 'UTC', slots } })).toEqual({
      'hours.slots.1.days': 'which days',
      'hours.slots.1.from': 'fields.timeOfDay',
    });
    expect(errors({ ...filled, limited: false, hours: { timeZone: 'UTC', slots } })).toEqual({});
  });

  test('a change keeps an end that was not touched to the millisecond, even one that is over', () => {
    const values = valuesOf(grant, 'UTC');
    expect(toPatch(values, grant)).toEqual({
      access: 'control',
      endsAt: grant.endsAt,
      hours: { timeZone: 'UTC', slots: [{ days: [1], from: '08:00', to: '00:00' }] },
      note: 'why',
    });
    const over = { ...grant, endsAt: NOW - 86_400_000 };
    expect(patchErrors(say, over, missing, () => NOW)(valuesOf(over, 'UTC'))).toEqual({});
    expect(toPatch({ ...values, endsAt: '' }, grant).endsAt).toBeNull();
  });
});
