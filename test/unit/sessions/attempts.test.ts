import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../server/gateway/refusals';
import { Attempts, MAX_KEPT_A_PERSON } from '../../../server/sessions/attempts';

const ID = 'aaaaaaaaaaaaaaaaaaaaaa';
const { told: message, next } = new Refusal('host_refused', '', { said: "{name} '{x}' <b>" });
const told = { message, next };

describe('an attempt', () => {
  it('is told to who made it, and to nobody else', () => {
    const attempts = new Attempts();
    attempts.set(ID, 'u1', { state: 'refused', code: 'x', ...told });
    expect(attempts.get(ID, 'u1')).toMatchObject({ id: ID, state: 'refused', code: 'x', needs: [], asked: [] });
    expect(attempts.get(ID, 'u2')).toBeNull();
    attempts.set(ID, 'u2', { state: 'open' });
    expect(attempts.get(ID, 'u1')).toMatchObject({ state: 'refused' });
  });

  it("is told in the reader's language, with a stranger's words as they are", () => {
    const attempts = new Attempts();
    attempts.set(ID, 'u1', { state: 'refused', code: 'host_refused', ...told });
    expect(attempts.get(ID, 'u1')).toMatchObject({
      message: "The VNC server refused the connection. ({name} '{x}' <b>)",
      next: expect.stringMatching(/^Its own words/) as string,
    });
    expect(attempts.get(ID, 'u1', 'zh-CN')).toMatchObject({
      message: "VNC 服务器拒绝了连接。（{name} '{x}' <b>）",
      next: expect.stringMatching(/^它的原话/) as string,
    });
  });

  it('is forgotten after ten minutes, but not while its console is open', () => {
    let [wall, ticks] = [0, 0];
    const forgotten: string[] = [];
    const attempts = new Attempts(
      () => wall,
      () => undefined,
      { ticks: () => ticks, forgotten: ({ id }) => forgotten.push(id) },
    );
    attempts.set(ID, 'u1', { state: 'ended' });
    attempts.set(`${ID}2`, 'u1', { state: 'open' });
    // A step of the wall clock makes nothing older.
    wall = 60 * 60_000;
    expect(attempts.get(ID, 'u1')).not.toBeNull();
    wall = -60 * 60_000;
    ticks = 10 * 60_000 + 1;
    expect(attempts.get(ID, 'u1')).toBeNull();
    expect(attempts.get(`${ID}2`, 'u1')).not.toBeNull();
    attempts.set(`${ID}3`, 'u2', { state: 'refused' });
    expect(forgotten).toEqual([ID]);
  });

  it("of one person never pushes out another's, nor an open one", () => {
    const forgotten: string[] = [];
    const attempts = new Attempts(
      () => 0,
      () => undefined,
      { forgotten: ({ id }) => forgotten.push(id) },
    );
    attempts.set('other', 'u2', { state: 'refused' });
    attempts.set('open', 'u1', { state: 'open' });
    for (let n = 0; n < 1_000; n++) attempts.set(`flood ${n}`, 'u1', { state: 'refused' });
    expect(attempts.get('other', 'u2')).not.toBeNull();
    expect(attempts.get('open', 'u1')).not.toBeNull();
    expect(attempts.get('flood 999', 'u1')).not.toBeNull();
    expect(forgotten).toHaveLength(1_000 - MAX_KEPT_A_PERSON);
    expect(attempts.get('flood 0', 'u1')).toBeNull();
  });
});

describe('credentials that a host waits for', () => {
  it('are taken once, from who made the attempt, and are not kept', async () => {
    const attempts = new Attempts();
    const asked = attempts.ask(ID, 'u1', ['password'], new AbortController().signal);
    expect(attempts.get(ID, 'u1')).toMatchObject({ state: 'asking', needs: ['password'] });
    expect(attempts.answer(ID, 'u2', { password: 'stranger' })).toBe(false);
    expect(attempts.answer(ID, 'u1', { password: 'mine' })).toBe(true);
    await expect(asked).resolves.toEqual({ password: 'mine' });
    expect(attempts.answer(ID, 'u1', { password: 'again' })).toBe(false);
    expect(JSON.stringify(attempts.get(ID, 'u1'))).not.toContain('mine');
  });

  it('are waited for no longer than somebody wants them', async () => {
    const attempts = new Attempts();
    const ending = new AbortController();
    const asked = attempts.ask(ID, 'u1', ['password'], ending.signal);
    ending.abort(new Error('the server left'));
    await expect(asked).rejects.toThrow('the server left');
    await expect(attempts.ask(ID, 'u1', ['password'], ending.signal)).rejects.toThrow();
  });
});

describe('somebody who asks for a host', () => {
  it('is told to the page of the open console, once a person', () => {
    let now = 1;
    const attempts = new Attempts(() => now);
    expect(attempts.tellAsked(ID, 'u1', 'Ann')).toBe(false);
    attempts.set(ID, 'u1', { state: 'open' });
    expect(attempts.tellAsked(ID, 'u1', 'Ann')).toBe(true);
    now = 2;
    expect(attempts.tellAsked(ID, 'u1', 'Bob')).toBe(true);
    now = 3;
    expect(attempts.tellAsked(ID, 'u1', 'Ann')).toBe(true);
    expect(attempts.get(ID, 'u1')?.asked).toEqual([
      { userName: 'Bob', at: 2 },
      { userName: 'Ann', at: 3 },
    ]);
  });
});
