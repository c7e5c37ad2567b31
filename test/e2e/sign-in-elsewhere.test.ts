/** The buttons of the sign-in page that lead to another place, in a real browser with a real OpenID provider. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startHeadlessShell } from '../support/chromium';
import { CLIENT, OpenIdProvider } from '../support/openid-provider';
import { watchPage } from '../support/page-troubles';
import { startPortal } from '../support/portal';
import type { Portal } from '../support/portal';
import { freePort } from '../support/ports';

let home: OpenIdProvider;
let portal: Portal;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  const of = (id: string, name: string, issuer: string) => ({
    [`OIDC_${id}_NAME`]: name,
    [`OIDC_${id}_ISSUER`]: issuer,
    [`OIDC_${id}_CLIENT_ID`]: CLIENT.id,
    [`OIDC_${id}_CLIENT_SECRET`]: CLIENT.secret,
  });
  home = await OpenIdProvider.listen();
  const env = {
    OIDC_PROVIDERS: 'home,down',
    ...of('HOME', 'the Home of all', home.issuer),
    OIDC_HOME_ALLOWED_GROUPS: 'staff',
    ...of('DOWN', 'a dead one', `http://127.0.0.1:${await freePort()}`),
  };
  [portal, browser] = await Promise.all([startPortal({ env }), startHeadlessShell()]);
  await portal.admin();
  await home.serve(portal.url, 'home');
  home.accounts.set('sub-anna', { name: 'Anna Berg', preferred_username: 'anna', groups: ['staff'] });
  home.accounts.set('sub-eve', { name: 'Eve', preferred_username: 'eve', groups: ['visitors'] });
});
afterAll(async () => {
  await browser.close();
  await portal.stop();
  await home.stop();
});
beforeEach(async () => {
  const context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  await watchPage(context, troubles);
  page = await context.newPage();
});
afterEach(() => page.context().close());

/** Presses the button of a place; there, `sub` is who the browser belongs to. */
async function signInAt(place: string, sub: string): Promise<void> {
  // The provider of the tests asks nobody: it believes this header.
  await page.route(`${home.issuer}/**`, (route, request) => route.continue({ headers: { ...request.headers(), 'x-who': sub } }));
  await page.goto(`${portal.url}/sign-in?return=%2Faccount`);
  await page.getByRole('button', { name: `Sign in with ${place}` }).click();
}

test('its button signs in with the account of another place, and comes back to what was wanted', async () => {
  await signInAt('the Home of all', 'sub-anna');
  await page.waitForURL(`${portal.url}/account`);
  await page.getByRole('heading', { name: 'Anna Berg' }).waitFor();
  await page.getByText('with the Home of all, from 127.0.0.1').waitFor();
  await page.getByText('has no password on this portal: you sign in with the Home of all.').waitFor();
});

test('who may not use the portal is told so', async () => {
  await signInAt('the Home of all', 'sub-eve');
  await page.getByRole('alert').filter({ hasText: 'it may not use this portal' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
});

test('a place that does not answer is told, and the other ways stay', async () => {
  await signInAt('a dead one', 'nobody');
  await page.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor();
  await page.getByRole('button', { name: 'Sign in with the Home of all' }).waitFor();
});

test('no page did what it may not', () => {
  expect(troubles).toEqual([]);
});
