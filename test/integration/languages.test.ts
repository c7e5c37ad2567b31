/** What the portal itself says, in the language of whoever asks. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostRow, HostTest } from '../../server/contract/host';
import { LOCALE_COOKIE } from '../../server/contract/locale';
import type { Attempt } from '../../server/contract/session';
import { startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { freePort } from '../support/ports';
import { attemptId } from '../support/relay';
import { until } from '../support/waiting';

const CHINESE = /\p{Script=Han}.*。$/su;
const ENGLISH = /^[ -~]+$/;
const zh = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };

let portal: Portal;
let admin: Administrator;
beforeAll(async () => {
  portal = await startPortal();
  admin = await portal.admin();
  await admin.api.addHost('gone', `vnc://127.0.0.1:${await freePort()}`);
});
afterAll(() => portal.stop());

const byToken = (path: string, more: Record<string, string> = {}, rest: { method?: string; body?: string } = {}) =>
  portal.http(`/api/v1${path}`, { ...rest, headers: { ...admin.api.headers, 'content-type': 'application/json', ...more } });
const byBrowser = (path: string, more: Record<string, string> = {}, rest: { method?: string; body?: string } = {}, cookie = '') =>
  portal.http(`/api/v1${path}`, {
    ...rest,
    headers: { cookie: `${admin.browser.cookie}${cookie}`, origin: portal.origin, 'content-type': 'application/json', ...more },
  });

interface Told {
  error: { code: string; message: string; fields?: Record<string, string> };
}
const wrong = { method: 'POST', body: JSON.stringify({ id: 'UP', targets: ['http://h'], surprise: 1 }) };

describe('an error', () => {
  test('is told in the language that the browser asks for, its fields too, and its code never changes', async () => {
    const answer = await byBrowser('/hosts', zh, wrong);
    const { code, message, fields } = answer.json<Told>().error;
    expect([answer.status, code, answer.headers['content-language']]).toEqual([400, 'invalid', 'zh-CN']);
    expect(message).toMatch(CHINESE);
    expect(Object.keys(fields ?? {}).sort()).toEqual(['body', 'id', 'targets.0']);
    for (const text of Object.values(fields ?? {})) expect(text).toMatch(CHINESE);
    expect((await byBrowser('/hosts/nothing', zh)).json<Told>().error.message).toMatch(CHINESE);
    expect((await byBrowser('/nothing/here', zh)).json<Told>().error.message).toMatch(CHINESE);
  });

  test("is told in the browser's own choice before what it asks for", async () => {
    const choice = `; ${LOCALE_COOKIE}=zh-CN`;
    expect((await byBrowser('/hosts/nothing', { 'accept-language': 'en' }, {}, choice)).json<Told>().error.message).toMatch(CHINESE);
    expect((await byBrowser('/hosts/nothing', { 'accept-language': 'en' })).json<Told>().error.message).toMatch(ENGLISH);
  });

  test('is told to nobody known in the language of their browser', async () => {
    const answer = await portal.http('/api/v1/hosts', { headers: zh });
    expect([answer.status, answer.json<Told>().error.message]).toEqual([401, expect.stringMatching(CHINESE)]);
  });

  test('is told to a program in English unless it asks, whatever cookie comes along', async () => {
    const cookie = `${admin.browser.cookie}; ${LOCALE_COOKIE}=zh-CN`;
    const { message, fields } = (await byToken('/hosts', { cookie }, wrong)).json<Told>().error;
    expect([message, ...Object.values(fields ?? {})].every((text) => ENGLISH.test(text))).toBe(true);
    expect((await byToken('/hosts/nothing', zh)).json<Told>().error.message).toMatch(CHINESE);
  });

  test("is told in the language of the person's account, before all else, from the next request on", async () => {
    const choose = (locale: string | null) => byBrowser('/me/settings', {}, { method: 'PATCH', body: JSON.stringify({ locale }) });
    expect((await choose('zh-CN')).status).toBe(200);
    const english = { 'accept-language': 'en' };
    expect((await byBrowser('/hosts', english, wrong, `; ${LOCALE_COOKIE}=en`)).json<Told>().error.message).toMatch(CHINESE);
    expect((await byBrowser('/hosts/nothing', english)).json<Told>().error.message).toMatch(CHINESE);
    expect((await byToken('/hosts/nothing')).json<Told>().error.message).toMatch(ENGLISH);
    expect((await choose(null)).status).toBe(200);
    expect((await byBrowser('/hosts/nothing', english)).json<Told>().error.message).toMatch(ENGLISH);
  });
});

test('a diagnosis is kept once, and told in the language of whoever reads it', async () => {
  const attempt = attemptId();
  await expect(admin.api.open('gone', { query: `?attempt=${attempt}` })).rejects.toThrow();
  const read = async (headers: Record<string, string>) => (await byToken(`/attempts/${attempt}`, headers)).json<Attempt>();
  await until('the diagnosis', async () => ((await read({})).code === '' ? undefined : true));
  const [english, chinese] = [await read({}), await read(zh)];
  expect(english).toMatchObject({
    code: 'host_unreachable',
    message: 'The host refused the connection or could not be reached.',
    next: expect.stringMatching(ENGLISH) as string,
  });
  expect(chinese).toMatchObject({
    code: 'host_unreachable',
    message: expect.stringMatching(CHINESE) as string,
    next: expect.stringMatching(CHINESE) as string,
  });
});

test("a host's test and its state are told in the language of whoever asks", async () => {
  const tested = async (headers: Record<string, string>) =>
    (await byToken('/hosts/gone/test', headers, { method: 'POST' })).json<HostTest>();
  const steps = (await tested(zh)).targets[0]!.steps;
  expect(steps.map(({ name }) => name)).toEqual(['地址', '连接和 RFB 版本']);
  expect(steps.at(-1)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(CHINESE) as string,
    next: expect.stringMatching(CHINESE) as string,
  });
  expect((await tested({})).targets[0]!.steps.map(({ name }) => name)).toEqual(['address', 'connection and RFB version']);

  const state = async (headers: Record<string, string>) => (await byToken('/hosts/gone', headers)).json<HostRow>().status.detail;
  expect([await state({}), await state(zh)]).toEqual([
    'the last console failed: The host refused the connection or could not be reached.',
    '上一次控制台失败：主机拒绝了连接，或无法访问。',
  ]);
});

test('what is answered before a WebSocket opens is told in the language that is asked for', async () => {
  const english = await portal.http('/vnc/gone');
  const chinese = await portal.http('/vnc/gone', { headers: zh });
  expect([english.status, english.text]).toEqual([
    426,
    'This address speaks WebSocket, version 13, only. Open the console page instead.\n',
  ]);
  expect([chinese.status, chinese.text.trim()]).toEqual([426, expect.stringMatching(CHINESE)]);
});
