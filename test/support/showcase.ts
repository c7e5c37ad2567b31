/** A portal with something to see in it, and the way to each of its pages: for the check of accessibility and for the screenshots. */

import { Secret, TOTP } from 'otpauth';
import type { BrowserContext, Page } from 'playwright-core';
import type { Locale } from '../../server/contract/locale';
import { LOCALE_COOKIE } from '../../server/contract/locale';
import { ADMIN, startPortal } from './portal';
import type { Portal } from './portal';
import { freePort } from './ports';
import { startTigerVnc } from './tigervnc';
import type { TigerVnc } from './tigervnc';
import { until } from './waiting';
import { WebBrowser } from './web-browser';

const SCREEN =
  'web-01 login: admin\nLast login: on tty1\n\nadmin@web-01:~$ uptime\n 09:14:02 up 41 days, load average: 0.02\nadmin@web-01:~$ ';
export const WAIT = 20_000;

/** Somebody who is no administrator, and has a second factor. */
const OPERATOR = { name: 'operator', password: ADMIN.password };
const operators = new WeakMap<Portal, WebBrowser>();

export interface Showcase {
  portal: Portal;
  stop(): Promise<void>;
}

/** An open host with a picture, one that wants a password, one that is off, and a list that is worth grouping. */
export async function startShowcase(): Promise<Showcase> {
  const servers: TigerVnc[] = [];
  const [portal, open, locked, off] = await Promise.all([
    startPortal(),
    startTigerVnc({ geometry: '1152x720', text: SCREEN, fills: true }),
    startTigerVnc({ geometry: '640x480', password: 'secret77' }),
    freePort(),
  ]);
  servers.push(open, locked);
  const { api } = await portal.admin();
  const at = (port: number) => `vnc://127.0.0.1:${port}`;
  await api.addHost('web-01', at(open.port), { name: 'web-01', tags: ['web', 'production'], description: 'nginx in front of the shop' });
  await api.addHost('web-02', at(open.port), { name: 'web-02', tags: ['web', 'production'] });
  await api.addHost('db-01', at(off), { name: 'db-01', tags: ['database', 'production'] });
  await api.addHost('build', at(locked.port), { name: 'Build server', tags: ['ci'] });
  await api.addHost('kiosk', `ws://127.0.0.1:${off}/websockify`, { name: 'Kiosk, entrance hall', tags: ['kiosk'] });
  await api.updateHost('web-02', { banner: 'Update of the shop until 18:00. Please do not restart anything here.' });
  await api.create('/users', { name: OPERATOR.name, displayName: 'Night operator', password: OPERATOR.password });
  operators.set(portal, await withSecondFactor(portal));
  await giveAccess(portal);
  return {
    portal,
    async stop() {
      await portal.stop();
      for (const server of servers) await server.stop();
    },
  };
}

async function withSecondFactor(portal: Portal): Promise<WebBrowser> {
  const operator = new WebBrowser(portal);
  await operator.signIn(OPERATOR.name, OPERATOR.password);
  const { secret } = (await operator.post('/api/v1/me/factors/totp', {})).json<{ secret: string }>();
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  const answer = await operator.post('/api/v1/me/factors/totp/confirm', { code });
  if (answer.status !== 200) throw new Error(`no second factor: ${answer.status} ${answer.text}`);
  return operator;
}

/** Access by a group and by a grant of one's own, and somebody who was invited. */
async function giveAccess(portal: Portal): Promise<void> {
  const { api } = await portal.admin();
  const operator = await idOf(portal, 'users', OPERATOR.name);
  const { id: anna } = await api.create<{ id: string }>('/users', { name: 'anna', displayName: 'Anna Berg' });
  await api.must('POST', `/users/${anna}/invite`, {});
  const group = await api.create<{ id: string }>('/groups', { name: 'Operators', description: 'Whoever is on call' });
  for (const id of [operator, anna]) await api.must('PUT', `/groups/${group.id}/members/${id}`);
  const subject = { kind: 'group', id: group.id };
  const hours = { timeZone: 'Europe/Berlin', slots: [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }] };
  await api.create('/grants', {
    subject,
    target: { kind: 'tag', tag: 'production' },
    access: 'view',
    note: 'To look after the night jobs',
  });
  await api.create('/grants', { subject, target: { kind: 'all' }, access: 'control', hours, note: 'On call' });
  const own = { subject: { kind: 'user', id: operator }, target: { kind: 'host', id: 'web-01' } };
  await api.create('/grants', { ...own, access: 'control', endsAt: Date.UTC(2040, 0, 31, 18) });
}

async function idOf(portal: Portal, kind: 'users' | 'groups', name: string): Promise<string> {
  const { api } = await portal.admin();
  const { items } = (await api.must('GET', `/${kind}?q=${name}`)).json<{ items: { id: string }[] }>();
  return items[0]!.id;
}

/** What a page is looked at in. */
export interface Look {
  locale: Locale;
  colorScheme: 'light' | 'dark';
  width: number;
}

export const heights: Record<number, number> = { 1440: 900, 360: 740 };

/** Options of a browser context for a look. */
export function lookOptions({ locale, colorScheme, width }: Look) {
  return {
    locale,
    colorScheme,
    viewport: { width, height: heights[width] ?? 800 },
    reducedMotion: 'reduce' as const,
    ...(width < 600 ? { hasTouch: true, isMobile: true } : {}),
  };
}

/** Signs a context in without its form, unless the page is seen without a sign-in, and has its pages in a language. */
export async function enter(
  context: BrowserContext,
  portal: Portal,
  { locale }: Look,
  { outside = false, byOperator = false }: ShownPage,
): Promise<void> {
  const browser = (byOperator ? operators.get(portal) : undefined) ?? (await portal.admin()).browser;
  const session = outside ? [] : [...browser.cookies].map(([name, { value }]) => ({ name, value, url: portal.url }));
  await context.addCookies([...session, { name: LOCALE_COOKIE, value: locale, url: portal.url }]);
  context.setDefaultTimeout(WAIT);
}

export interface ShownPage {
  name: string;
  /** Seen without a sign-in. */
  outside?: boolean;
  /** Seen by somebody with a second factor, and not as an administrator. */
  byOperator?: boolean;
  open(page: Page, portal: Portal): Promise<void>;
}

const go = (path: string, ready: string) => async (page: Page, portal: Portal) => {
  await page.goto(`${portal.url}${path}`);
  await page.locator(ready).first().waitFor();
};

/** A console that shows the machine, with its toolbar. */
async function openConsole(page: Page, portal: Portal, id = 'web-01'): Promise<void> {
  await page.goto(`${portal.url}/console/${id}`);
  await until(
    'the picture',
    async () => (await page.locator('canvas').count()) > 0 && (await page.locator('[data-console-state="connected"]').count()) > 0,
    WAIT,
  );
  await showToolbar(page);
}

export async function showToolbar(page: Page): Promise<void> {
  if ((await page.locator('header[data-shown]').count()) > 0) return;
  await page.keyboard.press('Control+Alt+Shift');
  await page.locator('header[data-shown]').waitFor();
}

/** By its fixed id: the same in every language; on a phone it is a line of the menu. */
async function act(page: Page, id: string): Promise<void> {
  await showToolbar(page);
  const button = page.locator(`header button[data-action="${id}"]:visible`);
  if ((await button.count()) > 0) return button.click();
  await page.locator('header button[data-action="more"]').click();
  await page.locator(`[role="menuitem"][data-action="${id}"]:visible`).click();
}

const panel = (id: string) => async (page: Page, portal: Portal) => {
  await openConsole(page, portal);
  await act(page, id);
  await page.locator(`section[data-panel]`).waitFor();
};

/** Every page, and what lies over a page. */
export const shownPages: readonly ShownPage[] = [
  { name: 'sign-in', outside: true, open: go('/sign-in', 'input[type=password]') },
  {
    name: 'sign-in-factor',
    outside: true,
    async open(page, portal) {
      await page.goto(`${portal.url}/sign-in`);
      await page.locator('input[name=name]').fill(OPERATOR.name);
      await page.locator('input[type=password]').fill(OPERATOR.password);
      await page.locator('button[type=submit]').click();
      await page.locator('input[autocomplete=one-time-code]').waitFor();
    },
  },
  { name: 'invite', outside: true, open: go('/invite#name=anna', 'input[type=password]') },
  { name: 'hosts', open: go('/', 'a[href*="/console/"]') },
  { name: 'not-found', open: go('/nothing-here', 'h1, h2') },
  { name: 'sessions', open: go('/sessions', 'h1') },
  { name: 'nodes', open: go('/nodes', 'tbody tr') },
  { name: 'people', open: go('/people', 'tbody strong') },
  {
    name: 'group',
    async open(page, portal) {
      await go(`/groups?group=${await idOf(portal, 'groups', 'Operators')}`, '[role=dialog] li')(page, portal);
    },
  },
  { name: 'access', open: go('/access', 'tbody strong') },
  {
    name: 'access-new',
    async open(page, portal) {
      await go('/access', 'tbody strong')(page, portal);
      await page.locator('main button').first().click();
      await page.locator('[role=dialog] input[role=switch]').check();
      await page.locator('[role=dialog] input[type=time]').first().waitFor();
    },
  },
  {
    name: 'access-why',
    async open(page, portal) {
      await go(`/access/why?user=${await idOf(portal, 'users', OPERATOR.name)}&host=web-01`, '[data-access] li')(page, portal);
    },
  },
  { name: 'audit', open: go('/audit', 'li, tr') },
  { name: 'account', open: go('/account', 'h2') },
  { name: 'account-factors', byOperator: true, open: go('/account', 'section li') },
  {
    name: 'account-enrol',
    async open(page, portal) {
      await page.goto(`${portal.url}/account`);
      await page.locator('section').first().locator('button').first().click();
      await page.locator('[role=dialog] svg[role=img]').waitFor();
    },
  },
  {
    name: 'account-token',
    async open(page, portal) {
      await page.goto(`${portal.url}/account`);
      await page.locator('[data-new-token]').click();
      await page.locator('[role=dialog] input[type=checkbox]').first().waitFor();
    },
  },
  { name: 'console', open: openConsole },
  { name: 'console-banner', open: (page, portal) => openConsole(page, portal, 'web-02') },
  { name: 'console-keys', open: panel('keys') },
  { name: 'console-type-text', open: panel('type-text') },
  { name: 'console-clipboard', open: panel('clipboard') },
  { name: 'console-picture', open: panel('picture') },
  { name: 'console-people', open: panel('people') },
  {
    name: 'console-palette',
    async open(page, portal) {
      await openConsole(page, portal);
      await act(page, 'palette');
      await page.locator('[data-palette-href]').first().waitFor();
    },
  },
  { name: 'console-asks', open: go('/console/build', 'input[type=password]') },
  { name: 'console-unreachable', open: go('/console/db-01', 'section h2') },
];
