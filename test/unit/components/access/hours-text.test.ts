import { describe, expect, test } from 'vitest';
import { makeHoursText } from '@/components/access/hours-text';
import type { Hours } from '@/server/contract/access';
import { translator } from '../../../support/translator';

type Slot = Hours['slots'][number];
const slot = (days: number[], from: string, to: string): Slot => ({ days, from, to });

const english = makeHoursText(translator('en', 'access'), 'en');
const chinese = makeHoursText(translator('zh-CN', 'access'), 'zh-CN');

describe('weekly hours in words', () => {
  const cases: [what: string, slots: Slot[], en: string, zh: string][] = [
    ['days that follow each other', [slot([1, 2, 3, 4, 5], '08:00', '18:00')], 'Mon–Fri 08:00–18:00', '周一至周五 08:00–18:00'],
    ['two days', [slot([6, 7], '10:00', '14:00')], 'Sat, Sun 10:00–14:00', '周六、周日 10:00–14:00'],
    ['days out of order, with a gap', [slot([6, 1, 3, 2], '08:00', '12:00')], 'Mon–Wed, Sat 08:00–12:00', '周一至周三、周六 08:00–12:00'],
    ['every day', [slot([1, 2, 3, 4, 5, 6, 7], '06:00', '22:00')], 'every day 06:00–22:00', '每天 06:00–22:00'],
    ['over midnight', [slot([5], '22:00', '06:00')], 'Fri 22:00–06:00 the next day', '周五 22:00 至次日 06:00'],
    ['a whole day', [slot([7], '00:00', '24:00')], 'Sun all day', '周日 全天'],
    ['a whole day from midnight to midnight', [slot([7], '00:00', '00:00')], 'Sun all day', '周日 全天'],
    ['around the clock from a morning on', [slot([7], '08:00', '08:00')], 'Sun 08:00–08:00 the next day', '周日 08:00 至次日 08:00'],
    [
      'several',
      [slot([1], '08:00', '12:00'), slot([2], '13:00', '17:00')],
      'Mon 08:00–12:00; Tue 13:00–17:00',
      '周一 08:00–12:00；周二 13:00–17:00',
    ],
  ];
  test.each(cases)('%s', (_, slots, en, zh) => {
    expect(english({ timeZone: 'Europe/Berlin', slots })).toBe(`${en}, Europe/Berlin`);
    expect(chinese({ timeZone: 'Europe/Berlin', slots })).toBe(`${zh}（Europe/Berlin）`);
  });
});
