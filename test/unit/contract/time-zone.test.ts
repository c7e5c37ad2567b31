import { describe, expect, it } from 'vitest';
import { timeZoneSchema } from '../../../server/contract/access';
import { presentZone, zoneNames } from '../../../server/contract/time-zone';

describe('the time zones to choose from', () => {
  it('have the old and the present name of a zone, whichever of them a browser lists', () => {
    for (const listed of [['Asia/Calcutta'], ['Asia/Kolkata']]) {
      const names = zoneNames(listed, '');
      expect(names).toEqual(expect.arrayContaining(['Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kiev', 'Europe/Kyiv']));
      expect(names[0]).toBe('UTC');
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it.each(['Asia/Kolkata', 'US/Eastern', 'europe/berlin', 'Etc/GMT+5'])('have the stored one, which no browser may list: %s', (stored) => {
    expect(zoneNames(Intl.supportedValuesOf('timeZone'), stored)).toContain(stored);
  });

  it('are each one that the server takes', () => {
    for (const name of zoneNames(Intl.supportedValuesOf('timeZone'), '')) expect(timeZoneSchema.safeParse(name).success, name).toBe(true);
  });
});

it('a zone of the browser is taken by the name that it has today', () => {
  expect([presentZone('Asia/Calcutta'), presentZone('Europe/Berlin')]).toEqual(['Asia/Kolkata', 'Europe/Berlin']);
});
