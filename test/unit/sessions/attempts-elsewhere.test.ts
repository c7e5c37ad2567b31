/** What a page learns and says when its calls reach another process than its console: two sets of services on one database. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { text } from '../../../messages/text';
import type { Database } from '../../../server/db/database';
import { MAX_KEPT_A_PERSON } from '../../../server/sessions/attempts';
import { startConsoleProcess, type ConsoleProcess } from '../../support/console-process';
import { databases, type TestDatabase } from '../../support/databases';
import { root } from '../../support/services';
import { until } from '../../support/waiting';

let serial = 0;
const newId = () => `attempt-${String(++serial).padStart(16, '0')}`;
const never = () => new AbortController().signal;
const MINUTE = 60_000;

describe.each(databases)('an attempt of another process on $name', ({ create }) => {
  let test: TestDatabase;
  let db: Database;
  let elsewhere: Database;
  /** Carries the console. */
  let here: ConsoleProcess;
  /** Is asked. */
  let there: ConsoleProcess;
  beforeAll(async () => {
    test = await create();
    [db, elsewhere] = [await test.open(), await test.open()];
  });
  afterAll(() => test.remove());
  beforeEach(async () => {
    here = await startConsoleProcess(db, 'm');
    there = await startConsoleProcess(elsewhere, 'm.2');
  });
  afterEach(async () => {
    for (const process of [here, there]) await process.stop();
    for (const table of ['consoles', 'attempts'] as const) await db.deleteFrom(table).execute();
  });

  async function openHere(over: Parameters<ConsoleProcess['opened']>[0] = {}) {
    const attemptId = newId();
    const opened = await here.opened({ attemptId, ...over });
    await here.attemptWritten(attemptId);
    return { ...opened, attemptId };
  }

  it('is told with its state from the beginning, to who made it and to nobody else', async () => {
    const attemptId = newId();
    const info = { attemptId, ...{ hostId: 'web', userId: 'u1' } };
    const opening = here.open(info);
    await until('the console to be on record', async () => (await there.sessions.live()).length === 1);
    expect(await there.service.attempt(attemptId, 'u1')).toMatchObject({ id: attemptId, asked: [], banner: 'of web' });
    await opening;
    await here.attemptWritten(attemptId);
    expect(await there.service.attempt(attemptId, 'u1')).toMatchObject({ state: 'open', banner: 'of web', others: [], heard: 0 });
    expect(await there.service.hostOf(attemptId, 'u1')).toBe('web');
    await expect(there.service.attempt(attemptId, 'u2')).rejects.toMatchObject({ code: 'attempt_not_found' });
    await expect(there.service.hostOf(attemptId, 'u2')).rejects.toMatchObject({ code: 'attempt_not_found' });
  });

  it('that was refused is on record before the refusal is answered, and said in the language of whoever asks', async () => {
    const attemptId = newId();
    const refused = { code: 'host_refused', message: text('refusals.code.host_refused.message'), next: null };
    const holder = { userName: 'anna', since: 5 };
    here.attempts.set(attemptId, 'u1', { state: 'refused', ...refused, holder, until: 9 });
    await here.attemptWritten(attemptId);
    const told = { state: 'refused', code: 'host_refused', next: '', holder, until: 9, others: [], banner: '' };
    expect(await there.service.attempt(attemptId, 'u1')).toMatchObject(told);
    expect((await there.service.attempt(attemptId, 'u1', 'zh-CN')).message).toMatch(/\p{Script=Han}/u);
  });

  it('names who is beside it at every process, those in control first', async () => {
    const { attemptId, console } = await openHere({ shownName: 'Me' });
    await there.opened({ userId: 'u2', shownName: 'Watcher', access: 'view', startedAt: 1 });
    await there.opened({ userId: 'u3', userName: 'worker', shownName: 'worker', startedAt: 2 });
    await here.opened({ userId: 'u1', shownName: 'Me', access: 'view', startedAt: 3 });
    await there.opened({ userId: 'u4', hostId: 'db' });
    const others = [
      { userName: 'worker', own: false, access: 'control', since: 2 },
      { userName: expect.stringMatching(/Watcher|one/) as string, own: false, access: 'view', since: 1 },
      { userName: expect.stringMatching(/Me|one/) as string, own: true, access: 'view', since: 3 },
    ];
    expect((await here.service.attempt(attemptId, 'u1')).others).toEqual(others);
    expect((await there.service.attempt(attemptId, 'u1')).others).toEqual(others);
    const counts = await there.presence.counts(['web', 'db', 'none']);
    expect(['web', 'db', 'none'].map(counts)).toEqual([4, 1, 0]);
    expect((await there.presence.counts())('web')).toBe(4);
    const list = await there.presence.list();
    expect(list.map(({ node, bytesToHost }) => [node, bytesToHost])).toEqual(
      list.map(({ node }) => (node === 'm' ? ['m', null] : ['m.2', 0])),
    );
    expect(list).toHaveLength(5);
    expect(list.find(({ id }) => id === console.info.id)).toMatchObject({ node: 'm', target: 'vnc://web:5900' });
  });

  it('does not name who is still on their way to the host', async () => {
    const { attemptId } = await openHere();
    await there.sessions.open({
      ...(await openHere({ hostId: 'db' })).console.info,
      id: 'on-the-way',
      node: 'm.2',
      target: '',
      hostId: 'web',
    });
    expect((await here.service.attempt(attemptId, 'u1')).others).toEqual([]);
  });

  it('is over when its console is, even if its process has died and says nothing', async () => {
    const { attemptId, console } = await openHere();
    await there.sessions.end(console.info.id, { at: 1, code: 1006, reason: 'gone', bytesToHost: 0, bytesFromHost: 0 });
    expect(await there.service.attempt(attemptId, 'u1')).toMatchObject({ state: 'ended', others: [], banner: '' });
    await expect(there.service.hostOf(attemptId, 'u1')).rejects.toMatchObject({ code: 'attempt_not_found' });
  });

  it('tells who ended it, and what they said, as soon as it is closed', async () => {
    const { attemptId, console, pipe } = await openHere();
    await there.service.end(console.info.id, root, { by: 'Ann', message: 'Lunch' });
    const told = { state: 'ended', code: 'ended_by_administrator', message: 'Ann has ended this console and says: Lunch' };
    expect(await there.service.attempt(attemptId, 'u1')).toMatchObject(told);
    await until('the console to be closed', () => pipe.ended?.code === 4002);
    expect(await here.service.attempt(attemptId, 'u1')).toMatchObject(told);
  });

  it('belongs to who used its id first, at whichever process', async () => {
    const { attemptId } = await openHere();
    await there.opened({ attemptId, userId: 'u2', hostId: 'db' });
    there.attempts.set(attemptId, 'u2', { state: 'ended' });
    await there.attemptWritten(attemptId);
    expect(await here.service.attempt(attemptId, 'u1')).toMatchObject({ state: 'open' });
    expect(await there.service.attempt(attemptId, 'u1')).toMatchObject({ state: 'open', banner: 'of web' });
    expect(await there.service.attempt(attemptId, 'u2')).toMatchObject({ state: 'ended' });
  });

  it('takes credentials at any process: sealed on their way, taken once, and gone when they are', async () => {
    const { attemptId } = await openHere();
    const asked = here.attempts.ask(attemptId, 'u1', ['username', 'password'], never());
    await here.attemptWritten(attemptId);
    expect(await there.service.attempt(attemptId, 'u1')).toMatchObject({ state: 'asking', needs: ['username', 'password'] });
    await expect(there.service.answer(attemptId, 'u2', { password: 'stranger' })).rejects.toMatchObject({ code: 'attempt_not_found' });
    await there.service.answer(attemptId, 'u1', { username: 'me', password: 'mine' });
    const onItsWay = JSON.stringify(await db.selectFrom('attempts').selectAll().execute());
    await expect(asked).resolves.toEqual({ username: 'me', password: 'mine' });
    await here.attemptWritten(attemptId);
    expect(onItsWay).not.toContain('mine');
    expect(await db.selectFrom('attempts').select('answer').where('answer', 'is not', null).execute()).toEqual([]);
    await expect(there.service.answer(attemptId, 'u1', { password: 'again' })).rejects.toMatchObject({ code: 'attempt_not_found' });
    expect(JSON.stringify(await db.selectFrom('changes').selectAll().execute())).not.toContain('mine');
  });

  it('lets nobody take credentials whose attempt has only the same id', async () => {
    const { attemptId } = await openHere();
    const asked = here.attempts.ask(attemptId, 'u1', ['password'], never());
    await here.attemptWritten(attemptId);
    let stolen: unknown = null;
    void there.attempts.ask(attemptId, 'u2', ['password'], never()).then((credentials) => (stolen = credentials));
    await there.attemptWritten(attemptId);
    const third = await startConsoleProcess(elsewhere, 'm.3');
    await third.service.answer(attemptId, 'u1', { password: 'mine' });
    await expect(asked).resolves.toEqual({ password: 'mine' });
    expect(stolen).toBeNull();
    await third.stop();
  });

  it('leaves no credentials behind that nobody takes', async () => {
    const { attemptId } = await openHere();
    here.attempts.ask(attemptId, 'u1', ['password'], never()).catch(() => undefined);
    await here.attemptWritten(attemptId);
    // Its process dies.
    await here.stop();
    await there.service.answer(attemptId, 'u1', { password: 'mine' });
    const left = () => db.selectFrom('attempts').select('answer').execute();
    expect((await left())[0]?.answer).toMatch(/^v1\./);
    await there.attemptRows.prune(Date.now() - 10 * MINUTE, Date.now() + MINUTE);
    expect(await left()).toEqual([{ answer: null }]);
  });

  it('says what the portal hears of its page at this moment', async () => {
    const { attemptId, pipe } = await openHere();
    pipe.heard = 7;
    expect(await there.service.attempt(attemptId, 'u1', 'en', { heardNow: true })).toMatchObject({ heard: 7 });
    pipe.heard = 9;
    expect(await there.service.attempt(attemptId, 'u1')).toMatchObject({ heard: 7 });
    expect(await there.service.attempt(attemptId, 'u1', 'en', { heardNow: true })).toMatchObject({ heard: 9 });
  });

  it('says what was last heard, and does not wait for ever, when its process has died', async () => {
    const { attemptId, pipe } = await openHere();
    pipe.heard = 7;
    await there.service.attempt(attemptId, 'u1', 'en', { heardNow: true });
    await here.stop();
    expect(await there.service.attempt(attemptId, 'u1', 'en', { heardNow: true })).toMatchObject({ heard: 7 });
  });

  it('shows who would like to have its host, from whichever process they ask', async () => {
    const { attemptId } = await openHere({ exclusive: true, userName: 'holder', startedAt: 5 });
    expect(await there.service.holder('web')).toEqual({ userName: 'holder', since: 5 });
    await there.service.ask('web', { name: 'bob', displayName: 'Bob' });
    const asked = async (process: ConsoleProcess) => (await process.service.attempt(attemptId, 'u1')).asked.map(({ userName }) => userName);
    await until('the question to arrive', async () => (await asked(here)).length === 1);
    await here.attemptWritten(attemptId);
    expect([await asked(here), await asked(there)]).toEqual([['Bob'], ['Bob']]);
    await here.service.ask('web', { name: 'eve', displayName: '' });
    await here.attemptWritten(attemptId);
    expect(await asked(there)).toEqual(['Bob', 'eve']);
    expect(await there.service.holder('db')).toBeNull();
    await expect(there.service.ask('db', { name: 'bob', displayName: 'Bob' })).rejects.toMatchObject({ code: 'session_not_found' });
  });

  it('cannot be shown to a client that has no page', async () => {
    await here.opened({});
    await expect(there.service.ask('web', { name: 'bob', displayName: 'Bob' })).rejects.toMatchObject({ code: 'session_not_found' });
  });

  it('that its process does not keep any longer is on record no longer: one person fills no table', async () => {
    for (let n = 0; n < MAX_KEPT_A_PERSON + 250; n++) here.attempts.set(`flood-${n}`, 'u1', { state: 'refused' });
    const mine = db
      .selectFrom('attempts')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('user_id', '=', 'u1');
    await until('the rest to be removed', async () => (await mine.executeTakeFirstOrThrow()).count === MAX_KEPT_A_PERSON);
    for (let n = 0; n < MAX_KEPT_A_PERSON + 250; n++) {
      here.attempts.set(`flood-${n}`, 'u1', { state: 'refused' });
      if (n % 100 === 0) await here.attemptWritten(`flood-${n}`);
    }
    const last = `flood-${MAX_KEPT_A_PERSON + 249}`;
    await until(
      'the last to be written and the rest to be removed again',
      async () => (await there.attemptRows.find(last, 'u1')) && (await mine.executeTakeFirstOrThrow()).count === MAX_KEPT_A_PERSON,
    );
    expect(await there.service.attempt(last, 'u1')).toMatchObject({ state: 'refused' });
  });

  it('is forgotten after ten minutes, but not while its console is open', async () => {
    const open = await openHere();
    const over = await openHere();
    here.attempts.set(over.attemptId, 'u1', { state: 'ended' });
    await here.attemptWritten(over.attemptId);
    await here.close(over.console);
    await there.attemptRows.prune(Date.now() + MINUTE, 0);
    const ids = async () => (await db.selectFrom('attempts').select('id').execute()).map(({ id }) => id);
    expect(await ids()).toEqual([open.attemptId]);
    await here.close(open.console);
    await there.attemptRows.prune(Date.now() + MINUTE, 0);
    expect(await ids()).toEqual([]);
  });

  it('is kept from a host that refused the login of another process', async () => {
    here.breaker.refuse('web', false);
    await until('the others to know', () => there.breaker.blocked('web', 'u1') !== null);
    there.breaker.forget('web', 'u1');
    await until('it to be forgotten', () => here.breaker.blocked('web', 'u1') === null);
    const told = await db.selectFrom('changes').select('kind').where('kind', '=', 'breaker').execute();
    expect(told).toHaveLength(2);
  });
});
