/** What a console page tells: who else is there, what its administrators say, which account the host wants, and when a host is free. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium';
import { openConsole, signedIn } from '../support/console-page';
import { freePort } from '../support/ports';
import { type Administrator, type Portal, startPortal } from '../support/portal';
import { startTigerVnc, type TigerVnc } from '../support/tigervnc';
import { until } from '../support/waiting';
import { startWebsockify } from '../support/websockify';

const PASSWORD = 'S3cretpw';

let portal: Portal;
let ann: Administrator;
let bob: Administrator;
let open: TigerVnc;
let locked: TigerVnc;
let websockify: Awaited<ReturnType<typeof startWebsockify>>;
let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [portal, open, locked, browser] = await Promise.all([
    startPortal(),
    startTigerVnc({ text: 'hello' }),
    startTigerVnc({ text: 'hello', password: PASSWORD }),
    startChromium(),
  ]);
  websockify = await startWebsockify(locked.port);
  ann = await portal.admin();
  bob = await portal.anotherAdmin('bob');
  const target = `vnc://127.0.0.1:${open.port}`;
  await ann.api.addHost('shared', target, { name: 'Shared desk' });
  await ann.api.addHost('single', target, { name: 'Single desk', policy: { exclusive: true } });
  await ann.api.addHost('away', `vnc://127.0.0.1:${await freePort()}`, { name: 'Away' });
});
afterAll(async () => {
  await browser.close();
  await websockify.stop();
  await Promise.all([open.stop(), locked.stop()]);
  await portal.stop();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  await until('no console to be left', async () => (await ann.api.sessions()).length === 0);
});

async function as(who: Administrator, width = 1200, locale = 'en-GB'): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 760 }, locale });
  contexts.push(context);
  await signedIn(context, portal, who);
  return context;
}
const alone = (page: Page) => page.locator('[data-action="others"]').waitFor({ state: 'detached' });

test('two people on a host see each other, and are told quietly when the other comes and goes', async () => {
  const mine = await openConsole(await as(ann), portal, 'shared');
  await mine.locator('header').waitFor();
  expect(await mine.locator('[data-action="others"]').count()).toBe(0);

  const his = await openConsole(await as(bob), portal, 'shared', '?view=1');
  await his.getByText('Also on this host: admin').waitFor();
  await mine.getByText('bob has joined, watching').waitFor();
  // In the toolbar, and in the chip while that is hidden.
  await mine.getByRole('button', { name: /^Toolbar of Shared desk, connected\. 1 other on this host: bob \(watching\)/ }).waitFor();
  await mine.getByRole('button', { name: /^Toolbar of Shared desk/ }).click();
  await mine.getByRole('button', { name: '1 other on this host: bob (watching)', exact: true }).click();
  const panel = mine.getByRole('region', { name: 'People on this host' });
  await panel.getByRole('listitem').filter({ hasText: 'You' }).filter({ hasText: 'In control' }).waitFor();
  await panel.getByRole('listitem').filter({ hasText: 'bob' }).filter({ hasText: 'Watching' }).waitFor();

  await his.close();
  await mine.getByText('bob has left').waitFor();
  await alone(mine);
  await panel.getByText('Nobody else is on this host.').waitFor();
  await mine.keyboard.press('Escape');
  expect(await mine.evaluate(() => document.activeElement?.tagName)).toBe('CANVAS');
});

test("one's own other window is told apart from a stranger", async () => {
  const context = await as(ann);
  const first = await openConsole(context, portal, 'shared');
  const second = await openConsole(context, portal, 'shared');
  await second
    .getByRole('button', { name: /1 other on this host: You, in another window/ })
    .first()
    .waitFor();
  await first.bringToFront();
  await first
    .getByRole('button', { name: /You, in another window/ })
    .first()
    .waitFor();
});

test('a phone sees them too', async () => {
  const mine = await openConsole(await as(ann, 360), portal, 'shared');
  await openConsole(await as(bob), portal, 'shared');
  await mine
    .getByRole('button', { name: /bob \(in control\)/ })
    .first()
    .waitFor();
  await mine.getByRole('button', { name: /^Toolbar of Shared desk/ }).click();
  const button = mine.locator('[data-action="others"]');
  await button.waitFor();
  const box = (await button.boundingBox())!;
  expect(box.x + box.width).toBeLessThanOrEqual(360);
});

test('what an administrator says appears and changes at once, ends no console, and is hidden until it says something else', async () => {
  const page = await openConsole(await as(ann, 360), portal, 'shared');
  const [session] = await ann.api.sessions();
  await bob.api.updateHost('shared', { banner: 'Backup until ten.\nCall https://evil.example first. <b>Really</b>' });
  const banner = page.getByRole('region', { name: 'Message for everybody on this host' });
  await banner.getByText('Call https://evil.example first. <b>Really</b>').waitFor();
  expect(await banner.getByRole('link').count()).toBe(0);
  expect((await ann.api.sessions()).map(({ id }) => id)).toEqual([session!.id]);
  // It gives the picture back where there is little room.
  const height = async () => (await banner.boundingBox())!.height;
  const whole = await height();
  await until('one line', async () => (await height()) < whole, 30_000);
  await banner.getByRole('button', { name: 'Show the whole message' }).click();
  await until('all lines', async () => (await height()) === whole);
  await banner.getByRole('button', { name: 'Hide this message' }).click();
  await banner.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('CANVAS');
  await bob.api.updateHost('shared', { banner: 'All clear.' });
  await banner.getByText('All clear.').waitFor();
  await bob.api.updateHost('shared', { banner: '' });
  await banner.waitFor({ state: 'detached' });
});

test.each([
  ['the portal', () => `vnc://127.0.0.1:${locked.port}`],
  ['the browser', () => websockify.url],
])('what signed %s in can be kept with the host, once it has worked, and nobody’s console ends', async (way, target) => {
  const id = `keep-${way.replace(/\W/g, '-')}`;
  await ann.api.addHost(id, target(), { name: 'Vault' });
  const page = await (await as(ann)).newPage();
  await page.goto(`${portal.url}/console/${id}`);
  await page.getByText('It wants the VNC password of Vault, not yours on this portal.').waitFor();
  const kept = async () => (await ann.api.must('GET', `/hosts/${id}`)).json<{ credentials: object }>().credentials;

  await page.getByLabel('VNC password').fill('wrong');
  await page.getByLabel('Keep it for this host').check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  // Next's own announcer of pages is one too, outside.
  await page.locator('main').getByRole('alert').waitFor();
  expect(await kept()).toEqual({ hasPassword: false });

  // The portal leaves a host alone for a while after a refusal.
  await until(
    'the picture',
    async () => {
      if (await page.locator('[data-console-state="connected"]').count()) return true;
      const field = page.getByLabel('VNC password');
      if (!(await field.count())) return false;
      await field.fill(PASSWORD).catch(() => undefined);
      await page
        .getByRole('button', { name: 'Sign in' })
        .click()
        .catch(() => undefined);
      await page.waitForTimeout(1_000);
      return false;
    },
    60_000,
  );
  await page.getByText('Kept for Vault: next time the portal signs in by itself.').waitFor();
  expect(await kept()).toEqual({ hasPassword: true });
  expect(await ann.api.sessions()).toHaveLength(1);
  expect(await page.locator('[data-console-state]').getAttribute('data-console-state')).toBe('connected');
  expect(portal.process.lines.join('\n')).not.toContain(PASSWORD);

  await openConsole(await as(bob), portal, id);
  expect(await page.locator('[data-console-state]').getAttribute('data-console-state')).toBe('connected');
});

test('who asked for an exclusive host is told when it is free, and opens it', async () => {
  const mine = await openConsole(await as(ann), portal, 'single');
  const his = await (await as(bob)).newPage();
  await his.goto(`${portal.url}/console/single`);
  await his.getByRole('heading', { name: 'Somebody else is on this host' }).waitFor();
  await his.getByText(/^On it now: admin, since \d\d:\d\d:\d\d$/).waitFor();
  await his.getByRole('button', { name: 'Ask for it' }).click();
  await his.getByText('admin has been asked.').waitFor();
  await mine.getByRole('button', { name: 'Let them have it' }).click();
  await mine.getByText('You let bob have this host. The machine keeps running.').waitFor();
  await his.getByRole('heading', { name: 'Single desk is free' }).waitFor();
  await his.getByRole('status').filter({ hasText: 'Nobody has its keyboard and mouse any more.' }).waitFor();
  await his.getByRole('button', { name: 'Open now' }).click();
  await his.locator('[data-console-state="connected"]').waitFor();
});

test('the way, the failure and its next step are told in Chinese to who reads Chinese', async () => {
  const page = await (await as(ann, 1200, 'zh-CN')).newPage();
  await page.goto(`${portal.url}/console/away`);
  await page.getByRole('heading', { name: '主机拒绝连接' }).waitFor();
  await page.getByText(/\d+ 秒后重试。/).waitFor();
  await page.getByRole('button', { name: '立即重试' }).waitFor();
  await page.getByRole('button', { name: '停止重试' }).click();
  await page.getByRole('heading', { name: '已断开连接' }).waitFor();
  expect(await page.locator('section').innerText()).not.toMatch(/[a-z]{4,}/);
});
