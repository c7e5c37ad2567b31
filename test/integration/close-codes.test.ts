import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEcho } from '../support/backends';
import type { ConsoleClient } from '../support/console-client';
import { freePort } from '../support/ports';
import { ADMIN, startPortal } from '../support/portal';
import type { Administrator, Portal } from '../support/portal';
import { ApiClient } from '../support/api-client';
import { openRawConsole } from '../support/raw-console';
import { temporaryDirectory } from '../support/temporary';
import { WebBrowser } from '../support/web-browser';
import { enter, startVncEcho } from '../support/vnc-echo';
import { client } from '../support/rfb-bytes';
import { until, within } from '../support/waiting';

/** What a revocation promises: from the answer to whoever revoked until the console is closed, ms. */
const A_SECOND = 1000;

interface Way {
  name: string;
  start(options?: { port: number }): Promise<{ url: string; stop(): Promise<void> }>;
  /** What a viewer does before anything else. */
  enter(console: ConsoleClient): Promise<ConsoleClient>;
  expectOpen(console: ConsoleClient): Promise<void>;
}

const tunnel: Way = {
  name: 'a tunnel',
  start: startEcho,
  enter: (console) => Promise.resolve(console),
  async expectOpen(console) {
    console.send('hello');
    expect(await console.text()).toBe('Server received from client: hello');
  },
};
const relay: Way = {
  name: 'a relay',
  start: startVncEcho,
  enter,
  async expectOpen(console) {
    console.send(client.key());
    expect((await console.message()).data).toEqual(client.key());
  },
};

describe.each([tunnel, relay])('$name', (way) => {
  let portal: Portal;
  let admin: Administrator;
  let host: Awaited<ReturnType<Way['start']>>;
  /** A console of another user on another host, which nothing here concerns. */
  let bystander: ConsoleClient;
  let people = 0;

  beforeAll(async () => {
    portal = await startPortal();
    admin = await portal.admin();
    host = await way.start();
    await admin.api.addHost('desk', host.url);
    await admin.api.addHost('quiet', host.url);
    bystander = await open((await portal.anotherAdmin('bystander')).api, 'quiet');
  });
  afterEach(async () => {
    await way.expectOpen(bystander);
  });
  afterAll(async () => {
    await host.stop();
    await portal.stop();
  });

  function somebody(): Promise<Administrator> {
    people += 1;
    return portal.anotherAdmin(`person-${people}`);
  }

  /** Does something, and expects the console to be closed for it within a second of its answer. */
  async function expectClosed(console: ConsoleClient, code: number, reason: string, act: () => Promise<unknown>): Promise<void> {
    await act();
    const answered = performance.now();
    const closed = await within(`close code ${code}`, console.closed, 5000);
    expect(closed).toMatchObject({ code, reason });
    expect(closed.at - answered).toBeLessThan(A_SECOND);
  }

  async function open(who: { open(host: string): Promise<ConsoleClient> }, id: string): Promise<ConsoleClient> {
    return way.enter(await who.open(id));
  }

  describe('4001 signed out', () => {
    test('signing out ends the consoles of that sign-in, and no other sign-in of the same person', async () => {
      const here = await somebody();
      const [console, byToken] = [await open(here.browser, 'desk'), await open(here.api, 'desk')];
      await expectClosed(console, 4001, 'signed out', () => here.browser.signOut());
      await way.expectOpen(byToken);
      await byToken.close();
    });

    test('ending one sign-in in the list ends its consoles', async () => {
      const person = await somebody();
      const elsewhere = new WebBrowser(portal);
      await elsewhere.signIn(`person-${people}`, ADMIN.password);
      const [here, there] = [await open(person.browser, 'desk'), await open(elsewhere, 'desk')];
      const { items } = (await person.browser.get('/api/v1/me/logins')).json<{ items: { id: string; current: boolean }[] }>();
      const other = items.find(({ current }) => !current)!;
      await expectClosed(there, 4001, 'signed out', async () => {
        expect((await person.browser.delete(`/api/v1/me/logins/${other.id}`)).status).toBe(204);
      });
      await way.expectOpen(here);
      await expectClosed(here, 4001, 'signed out', async () => {
        expect((await person.browser.delete('/api/v1/me/logins')).status).toBe(204);
      });
    });

    test('disabling a user through REST ends all their consoles', async () => {
      const person = await somebody();
      const [console, byToken] = [await open(person.browser, 'desk'), await open(person.api, 'desk')];
      await expectClosed(console, 4001, 'signed out', () => admin.api.must('PATCH', `/users/${person.userId}`, { disabled: true }));
      expect(await within('the other console', byToken.closed, A_SECOND)).toMatchObject({ code: 4001 });
    });

    test('disabling a user on the command line, in another process, ends all their consoles', async () => {
      const person = await somebody();
      const console = await open(person.browser, 'desk');
      await expectClosed(console, 4001, 'signed out', () => portal.command(['user', 'disable', `person-${people}`]));
    });

    test('revoking a token ends its consoles, and no others of that person', async () => {
      const person = await somebody();
      const [console, byToken] = [await open(person.browser, 'desk'), await open(person.api, 'desk')];
      await expectClosed(byToken, 4001, 'signed out', async () => {
        expect((await person.browser.delete(`/api/v1/tokens/${person.tokenId}`)).status).toBe(204);
      });
      await way.expectOpen(console);
      await console.close();
    });

    test('an administrator who sets a password ends the consoles of every sign-in of that person', async () => {
      const person = await somebody();
      const console = await open(person.browser, 'desk');
      await expectClosed(console, 4001, 'signed out', () =>
        admin.api.must('PATCH', `/users/${person.userId}`, { password: 'another one entirely' }),
      );
    });

    test('a new password on the command line ends the consoles of every sign-in of that person', async () => {
      const person = await somebody();
      const console = await open(person.browser, 'desk');
      await expectClosed(console, 4001, 'signed out', () =>
        portal.command(['user', 'passwd', `person-${people}`, '--password-stdin'], 'another one entirely\n'),
      );
    });

    test('changing the own password ends the consoles of the other sign-ins, not of this one', async () => {
      const person = await somebody();
      const elsewhere = new WebBrowser(portal);
      await elsewhere.signIn(`person-${people}`, ADMIN.password);
      const [here, there] = [await open(person.browser, 'desk'), await open(elsewhere, 'desk')];
      await expectClosed(there, 4001, 'signed out', async () => {
        const answer = await person.browser.post('/api/v1/me/password', { current: ADMIN.password, password: 'a new and better one' });
        expect(answer.status).toBe(204);
      });
      await way.expectOpen(here);
      await here.close();
    });

    test('losing the role that opens hosts ends the consoles', async () => {
      const person = await somebody();
      const console = await open(person.browser, 'desk');
      await expectClosed(console, 4001, 'signed out', () => admin.api.must('PATCH', `/users/${person.userId}`, { role: 'user' }));
    });
  });

  describe('4002 ended by an administrator', () => {
    test('DELETE sessions/:id ends that console and no other', async () => {
      const person = await somebody();
      const [one, other] = [await open(person.api, 'desk'), await open(person.api, 'desk')];
      const mine = (await admin.api.sessions()).filter(({ userId }) => userId === person.userId);
      expect(mine).toHaveLength(2);
      await way.expectOpen(one);
      const { id } = (await admin.api.sessions())
        .filter(({ userId }) => userId === person.userId)
        .sort((a, b) => b.bytesToHost - a.bytesToHost)[0]!;
      await expectClosed(one, 4002, 'ended by an administrator', async () => {
        expect((await admin.api.call('DELETE', `/sessions/${id}`)).status).toBe(204);
      });
      await way.expectOpen(other);
      const again = await admin.api.call('DELETE', `/sessions/${id}`);
      expect(again.status).toBe(404);
      expect(again.json<{ error: { code: string } }>().error.code).toBe('session_not_found');
      await other.close();
    });
  });

  describe('4004 host changed', () => {
    test.each([
      ['its addresses', { targets: ['ws://127.0.0.1:1/'] }],
      ['its TLS options', { tls: { insecure: true } }],
      ['its credentials', { credentials: { password: 'S3cretpw' } }],
      ['its policy', { policy: { maxViewers: 5 } }],
      ['its balance', { balance: 'round-robin' }],
    ] as const)('a change of %s ends its consoles', async (_what, patch) => {
      const id = `changed-${Object.keys(patch)[0]!}`;
      await admin.api.addHost(id, host.url);
      const console = await open(admin.api, id);
      await expectClosed(console, 4004, 'host changed', () => admin.api.must('PATCH', `/hosts/${id}`, patch));
    });

    test('a change of its name, description or tags does not', async () => {
      await admin.api.addHost('renamed', host.url);
      const console = await open(admin.api, 'renamed');
      await admin.api.updateHost('renamed', { name: 'A better name', description: 'Words', tags: ['lab'] });
      await delay(A_SECOND);
      await way.expectOpen(console);
      await console.close();
    });

    test('removing it ends its consoles, through REST and on the command line', async () => {
      for (const [id, remove] of [
        ['removed-here', () => admin.api.must('DELETE', '/hosts/removed-here')],
        ['removed-there', () => portal.command(['host', 'remove', 'removed-there'])],
      ] as const) {
        await admin.api.addHost(id, host.url);
        const console = await open(admin.api, id);
        await expectClosed(console, 4004, 'host changed', remove);
      }
    });
  });

  describe('1011 host closed the connection', () => {
    test('a host that dies', async () => {
      const port = await freePort();
      const short = await way.start({ port });
      await admin.api.addHost('short-lived', short.url);
      const console = await open(admin.api, 'short-lived');
      await short.stop();
      expect(await within('the end', console.closed)).toMatchObject({ code: 1011, reason: 'host closed the connection' });
    });
  });

  describe('1001 portal is restarting', () => {
    test('SIGTERM ends live consoles, refuses new ones with 503, and the process leaves with 0', async () => {
      const other = await startPortal({ env: { DRAIN_SECONDS: '5' } });
      const { api, browser } = await other.admin();
      await api.addHost('desk', host.url);
      const consoles = await Promise.all([open(api, 'desk'), open(browser, 'desk'), open(api, 'desk')]);
      const began = performance.now();
      other.process.signal('SIGTERM');
      for (const console of consoles) {
        expect(await within('the end', console.closed)).toMatchObject({ code: 1001, reason: 'portal is restarting' });
      }
      const refused = await open(api, 'desk').catch((error: unknown) => error);
      expect(refused).toMatchObject({ status: 503 });
      expect((await other.http('/readyz')).status).toBe(503);
      expect((await other.http('/healthz')).status).toBe(200);
      const exit = await other.process.exit(10_000);
      expect(exit).toEqual({ code: 0, signal: null });
      expect(performance.now() - began).toBeLessThan(6000);
      await other.stop();
    });

    test('a client that does not leave is cut when DRAIN_SECONDS are over, and what was open stands as ended in the records', async () => {
      const data = temporaryDirectory('drain');
      const env = { DRAIN_SECONDS: '2' };
      const other = await startPortal({ env, dataDir: data.path });
      const first = await other.admin();
      await first.api.addHost('desk', host.url);
      const deaf = await openRawConsole(other, '/vnc/desk', { Authorization: `Bearer ${first.token}` });
      deaf.socket.pause();
      other.process.signal('SIGTERM');
      expect(await other.process.exit(6000)).toEqual({ code: 0, signal: null });
      deaf.close();
      const again = await startPortal({ env, dataDir: data.path });
      const api = new ApiClient(again, first.token);
      expect(await api.sessions()).toEqual([]);
      const ended = await until('the row', async () => (await api.audit({ action: 'console.end' }))[0]);
      expect(ended.detail).toMatchObject({ code: 1001 });
      await again.stop();
      data.remove();
    });
  });
});
