import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from '../../support/databases';
import { buildServices, PASSWORD, root, START, type Services } from '../../support/services';

describe.each(databases)('setting up on $name', ({ create }) => {
  let test: TestDatabase;
  let services: Services;
  beforeEach(async () => {
    test = await create();
    services = buildServices(await test.open());
  });
  afterEach(() => test.remove());
  const admin = { name: 'Admin', displayName: 'The Admin', password: PASSWORD, address: '192.0.2.1' };

  it('is needed until there is a user, however they came to be', async () => {
    const setup = services.newSetup();
    expect(await setup.needed()).toBe(true);
    await services.people.create({ name: 'anna', password: PASSWORD }, root);
    expect(await setup.needed()).toBe(false);
    await expect(setup.complete({ ...admin, code: await setup.code() })).rejects.toMatchObject({ code: 'setup_done' });
  });

  it('makes the first administrator with the code, who can then sign in', async () => {
    const setup = services.newSetup();
    const user = await setup.complete({ ...admin, code: await setup.code() });
    expect(user).toMatchObject({ name: 'admin', displayName: 'The Admin', role: 'admin', disabled: false, createdAt: START });
    expect(await services.signIn.signIn({ name: 'admin', password: PASSWORD, address: '', userAgent: '' })).toMatchObject({
      user: { id: user.id },
    });
    expect(await setup.needed()).toBe(false);
    expect(await services.audited('setup.complete')).toMatchObject([{ actorId: user.id, actorName: 'admin', address: '192.0.2.1' }]);
    await expect(setup.complete({ ...admin, name: 'second', code: await setup.code() })).rejects.toMatchObject({ code: 'setup_done' });
  });

  it('has a code that is easy to read, and the same in every process and after a restart', async () => {
    const other = buildServices(await test.open());
    const codes = await Promise.all([services.newSetup().code(), other.newSetup().code(), services.newSetup().code()]);
    expect(codes[0]).toMatch(/^[A-HJKMNP-TV-Z2-9]{4}(-[A-HJKMNP-TV-Z2-9]{4}){2}$/);
    expect(new Set(codes).size).toBe(1);
    await expect(other.newSetup().complete({ ...admin, code: codes[0] })).resolves.toMatchObject({ name: 'admin' });
  });

  it('has a code that nobody can make from the database alone, and another one in every portal', async () => {
    const codes = [await services.newSetup().code()];
    codes.push(
      await buildServices(await test.open(), { secret: Buffer.from('another secret') })
        .newSetup()
        .code(),
    );
    const another = await create();
    codes.push(
      await buildServices(await another.open())
        .newSetup()
        .code(),
    );
    await another.remove();
    expect(new Set(codes).size).toBe(3);
  });

  it.each([
    ['in small letters', (code: string) => code.toLowerCase()],
    ['without dashes', (code: string) => code.replaceAll('-', '')],
    ['with spaces', (code: string) => ` ${code.replaceAll('-', ' ')} `],
  ])('takes the code %s', async (_, write) => {
    const setup = services.newSetup();
    await expect(setup.complete({ ...admin, code: write(await setup.code()) })).resolves.toMatchObject({ name: 'admin' });
  });

  it.each([
    ['another', () => 'AAAA-BBBB-CCCC'],
    ['an empty', () => ''],
    ['a cut', (code: string) => code.slice(0, -1)],
    ['a longer', (code: string) => `${code}A`],
  ])('refuses %s code', async (_, write) => {
    const setup = services.newSetup();
    await expect(setup.complete({ ...admin, code: write(await setup.code()) })).rejects.toMatchObject({
      code: 'wrong_setup_code',
      status: 401,
    });
    expect(await services.people.count()).toBe(0);
    expect((await services.audited('login.failure'))[0]).toMatchObject({ detail: { reason: 'wrong setup code' } });
  });

  it('makes guessers wait, by address, also with the right code', async () => {
    const setup = services.newSetup();
    for (let time = 0; time < 5; time++) await setup.complete({ ...admin, code: 'AAAA-AAAA-AAAA' }).catch(() => undefined);
    const right = { ...admin, code: await setup.code() };
    await expect(setup.complete(right)).rejects.toMatchObject({ code: 'too_many_attempts', options: { retryAfterSeconds: 30 } });
    await expect(setup.complete({ ...right, address: '192.0.2.2' })).resolves.toMatchObject({ name: 'admin' });
  });

  it('names what is wrong with the fields', async () => {
    const setup = services.newSetup();
    const answer = setup.complete({ code: await setup.code(), name: 'Not a name!', password: 'short', address: '' });
    await expect(answer).rejects.toMatchObject({
      code: 'invalid',
      options: { fields: { name: expect.any(String) as string, password: expect.any(String) as string } },
    });
  });

  it('lets one of many completions at the same time through, in two processes', async () => {
    const other = buildServices(await test.open());
    const setups = [services.newSetup(), other.newSetup()];
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, async (_, index) => {
        const setup = setups[index % 2]!;
        return setup.complete({ ...admin, name: `admin-${index}`, code: await setup.code(), address: `192.0.2.${index}` });
      }),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'setup_done' });
    expect(await services.people.count()).toBe(1);
  });
});
