import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../server/auth/identity';
import { defaultSettings, type HostSettingsPatch, type SettingsPatch } from '../../../server/contract/settings';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, identityOf, MINUTE, PASSWORD, root, type Services } from '../../support/services';

const { scaling, quality, colours, swapRedBlue, keyboardLayout, keySending } = defaultSettings.console;
const hostDefaults = { scaling, quality, colours, swapRedBlue, keyboardLayout, keySending };

describe.each(databases)('settings on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  let anna: Identity;
  let ben: Identity;

  const newUser = async (name: string, role: 'admin' | 'user' = 'admin') =>
    identityOf(await services.people.create({ name, password: PASSWORD, role }, root));
  /** As the next request sees the person. */
  const again = async (identity: Identity): Promise<Identity> => {
    const { id } = await services.logins.create(identity.user, { address: '192.0.2.1', userAgent: '' });
    return (await services.logins.find(id))!;
  };
  const rows = () => services.db.selectFrom('settings').select(['user_id', 'host_id', 'data', 'updated_at']).execute();
  const store = (data: string, hostId = '') =>
    services.db.insertInto('settings').values({ user_id: anna.user.id, host_id: hostId, data, updated_at: 0 }).execute();

  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
    anna = await newUser('anna');
    ben = await newUser('ben');
    await services.hosts.create({ id: 'web', targets: ['a'] }, root);
  });
  afterEach(() => test.remove());

  describe("a person's own", () => {
    it('are the defaults until something is chosen, and reading them writes nothing', async () => {
      expect(await services.settings.get(anna)).toEqual(defaultSettings);
      expect(await rows()).toEqual([]);
    });

    it('keep what is chosen, field by field, for that person alone', async () => {
      await services.settings.update(anna, { console: { meter: true }, colorScheme: 'dark' });
      services.clock.pass(MINUTE);
      const combinations = [{ label: 'Lock', codes: ['MetaLeft', 'KeyL'] }];
      const after = await services.settings.update(anna, { console: { quality: 'slow' }, hostList: { groupByTag: true }, combinations });
      const expected = {
        ...defaultSettings,
        ...{ combinations, colorScheme: 'dark' },
        console: { ...defaultSettings.console, meter: true, quality: 'slow' },
        hostList: { ...defaultSettings.hostList, groupByTag: true },
      };
      expect(after).toEqual(expected);
      expect(await services.settings.get(anna)).toEqual(expected);
      expect(await services.settings.get(ben)).toEqual(defaultSettings);
      expect(await rows()).toMatchObject([{ user_id: anna.user.id, host_id: '', updated_at: services.clock.time }]);
    });

    it('hold only what was chosen, so that a better default reaches everybody else', async () => {
      await services.settings.update(anna, { console: { meter: true } });
      const [row] = await rows();
      expect(JSON.parse(row!.data)).toEqual({ console: { meter: true }, hostList: {} });
    });

    it.each<[string, unknown, string]>([
      ['an unknown field', { colour: 'red' }, 'body'],
      ['an unknown language', { locale: 'tlh' }, 'locale'],
      ['a rate that nobody types at', { console: { typingRate: 1000 } }, 'console.typingRate'],
      ['too many combinations', { combinations: Array(25).fill({ label: 'x', codes: ['KeyA'] }) }, 'combinations'],
    ])('refuse %s', async (_, patch, field) => {
      const refused = services.settings.update(anna, patch as SettingsPatch);
      await expect(refused).rejects.toMatchObject({ code: 'invalid', options: { fields: { [field]: expect.any(String) as string } } });
      expect(await rows()).toEqual([]);
    });

    it.each<[string, string]>([
      ['no JSON', '{'],
      ['no object', '7'],
      ['null', 'null'],
      ['parts that are no objects', '{"console":1,"hostList":null}'],
    ])('that are stored as %s are the defaults', async (_, data) => {
      await store(data);
      expect(await services.settings.get(anna)).toEqual(defaultSettings);
      expect(await services.settings.update(anna, { colorScheme: 'light' })).toEqual({ ...defaultSettings, colorScheme: 'light' });
    });

    it('fall back by each field that no longer parses, and keep the rest', async () => {
      await store(
        JSON.stringify({
          ...{ colorScheme: 'sepia', gone: 1, combinations: [{ label: 'Lock', codes: ['KeyL'] }] },
          console: { scaling: 'stretch', meter: true, typingRate: '40', gone: true },
          hostList: { columns: ['status', 'gone'], groupByTag: true },
        }),
      );
      expect(await services.settings.get(anna)).toEqual({
        ...defaultSettings,
        combinations: [{ label: 'Lock', codes: ['KeyL'] }],
        console: { ...defaultSettings.console, meter: true },
        hostList: { ...defaultSettings.hostList, groupByTag: true },
      });
    });

    it('go with the person', async () => {
      await services.settings.update(anna, { colorScheme: 'dark' });
      await services.settings.update(ben, { colorScheme: 'dark' });
      await services.db.deleteFrom('users').where('id', '=', anna.user.id).execute();
      expect((await rows()).map(({ user_id }) => user_id)).toEqual([ben.user.id]);
    });

    it('of two changes at once keep both', async () => {
      const other = test.settings.databaseUrl === null ? services : buildServices(await test.open());
      for (let round = 0; round < 5; round++) {
        const [meter, pinned] = [round % 2 === 0, round % 2 === 1];
        await Promise.all([services.settings.update(anna, { console: { meter } }), other.settings.update(anna, { console: { pinned } })]);
        expect((await services.settings.get(anna)).console).toMatchObject({ meter, pinned });
      }
    });
  });

  describe('the language', () => {
    it('is known of whoever signs in or comes with a token, from the next request on', async () => {
      expect(anna.user.locale).toBeNull();
      expect(await services.settings.update(anna, { locale: 'zh-CN' })).toMatchObject({ locale: 'zh-CN' });
      expect((await again(anna)).user.locale).toBe('zh-CN');
      expect((await again(ben)).user.locale).toBeNull();
      const { token } = await services.tokens.create(anna.user, { name: 't' }, root);
      expect((await services.tokens.find(token))?.user.locale).toBe('zh-CN');
      expect(await services.settings.get(await again(anna))).toMatchObject({ locale: 'zh-CN' });
    });

    it('stays when something else is chosen, and goes when it is taken back', async () => {
      await services.settings.update(anna, { locale: 'zh-CN' });
      const chinese = await again(anna);
      expect(await services.settings.update(chinese, { colorScheme: 'dark' })).toMatchObject({ locale: 'zh-CN' });
      expect(await services.settings.update(chinese, { locale: null })).toMatchObject({ locale: null, colorScheme: 'dark' });
      expect((await again(anna)).user.locale).toBeNull();
    });

    it('that the portal no longer speaks keeps nobody out', async () => {
      await services.db.updateTable('users').set({ locale: 'tlh' }).where('id', '=', anna.user.id).execute();
      expect((await again(anna)).user.locale).toBeNull();
    });
  });

  describe('for one host', () => {
    it("are the person's own for all until the host has its own, and are so again when these are taken away", async () => {
      await services.settings.update(anna, { console: { quality: 'wan', meter: true } });
      expect(await services.settings.forHost(anna, 'web')).toEqual({ own: {}, settings: { ...hostDefaults, quality: 'wan' } });
      const own = { quality: 'lan', keyboardLayout: 'de' } as const;
      expect(await services.settings.updateForHost(anna, 'web', own)).toEqual({ own, settings: { ...hostDefaults, ...own } });
      const fewer = await services.settings.updateForHost(anna, 'web', { quality: null, scaling: 'actual' });
      expect(fewer.own).toEqual({ keyboardLayout: 'de', scaling: 'actual' });
      expect(fewer.settings).toEqual({ ...hostDefaults, quality: 'wan', keyboardLayout: 'de', scaling: 'actual' });
      expect(await services.settings.forHost(anna, 'web')).toEqual(fewer);
      expect(await services.settings.forHost(ben, 'web')).toEqual({ own: {}, settings: hostDefaults });
      expect((await services.settings.get(anna)).console).toMatchObject({ quality: 'wan', scaling: 'fit' });
    });

    it('fall back by each field that no longer parses', async () => {
      await store('{"scaling":"stretch","quality":"slow","keyboardLayout":"klingon","keySending":null,"gone":1}', 'web');
      expect((await services.settings.forHost(anna, 'web')).own).toEqual({ quality: 'slow' });
    });

    it('are not to be had of a host that is not there, or that the person may not open', async () => {
      const user = await newUser('carl', 'user');
      for (const [identity, id] of [
        [anna, 'nothing'],
        [anna, ''],
        [user, 'web'],
      ] as const) {
        await expect(services.settings.forHost(identity, id)).rejects.toMatchObject({ code: 'host_not_found' });
        await expect(services.settings.updateForHost(identity, id, { scaling: 'actual' })).rejects.toMatchObject({
          code: 'host_not_found',
        });
      }
      expect(await rows()).toEqual([]);
    });

    it("refuse what is not a host's to have", async () => {
      const refused = services.settings.updateForHost(anna, 'web', { meter: true } as HostSettingsPatch);
      await expect(refused).rejects.toMatchObject({ code: 'invalid' });
    });

    it('go with the host, and a new one of the same id begins without', async () => {
      await services.settings.update(anna, { colorScheme: 'dark' });
      await services.settings.updateForHost(anna, 'web', { quality: 'slow' });
      await services.hosts.update('web', { name: 'New name' }, root);
      expect(await rows()).toHaveLength(2);
      await services.hosts.remove('web', root);
      expect((await rows()).map(({ host_id }) => host_id)).toEqual(['']);
      await services.hosts.create({ id: 'web', targets: ['b'] }, root);
      expect((await services.settings.forHost(anna, 'web')).own).toEqual({});
    });
  });
});
