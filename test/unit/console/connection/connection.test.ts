import { describe, expect, it } from 'vitest';
import { step } from '@/components/console/connection/connection';
import {
  type AttemptEvent,
  type Env,
  type Event,
  follows,
  initial,
  type State,
  type StateName,
} from '@/components/console/connection/console-state';
import { failure } from '@/components/console/connection/failures';

const FINGERPRINT = { short: 'aa-bb', sha256: 'aabb', changed: false };

/** A console that is walked through its states by hand, with a clock that stands still unless it is moved. */
class Walk {
  state: State = initial;
  effects: string[] = [];
  now = 1_000_000;
  private attempts = 0;
  private readonly env: Env = { now: 0, random: 0, newAttempt: () => `attempt-${++this.attempts}` };

  do(...events: (Exclude<Event, { attempt: string }> | AttemptEvent)[]): this {
    for (const event of events) {
      const outer = ['open', 'wake', 'anew', 'due', 'answer', 'approve', 'refuse-key', 'leave', 'hand-over', 'abandon'].includes(
        event.type,
      );
      const [state, ...effects] = step(this.state, (outer ? event : { ...event, attempt: this.state.attempt }) as Event, {
        ...this.env,
        now: this.now,
      });
      this.state = state;
      this.effects = effects;
    }
    return this;
  }
}

const signedIn = () => new Walk().do({ type: 'open' }, { type: 'opened' }, { type: 'greeted' }, { type: 'signed-in' });
const connected = () => signedIn().do({ type: 'picture' });
const asked = () =>
  new Walk().do({ type: 'open' }, { type: 'opened' }, { type: 'greeted' }, { type: 'credentials-required', types: ['password'] });

describe('a console on its way to the first picture', () => {
  it('goes through the portal, the host and the sign-in', () => {
    const walk = new Walk();
    const names = (['open', 'reached', 'opened', 'greeted', 'signed-in', 'picture'] as const).map((type) => walk.do({ type }).state.name);
    expect(names).toEqual(['reaching-portal', 'reaching-host', 'signing-in', 'signing-in', 'waiting-for-picture', 'connected']);
  });

  it('opens one connection under a fresh id for each try', () => {
    const walk = new Walk().do({ type: 'open' });
    expect([walk.state.attempt, walk.effects]).toEqual(['attempt-1', ['open']]);
    walk.do({ type: 'closed', code: 1006 }, { type: 'diagnosed', failure: failure('host_unreachable') }, { type: 'due' });
    expect([walk.state.attempt, walk.effects]).toEqual(['attempt-2', ['open']]);
  });

  it('does not hear what an earlier try says late', () => {
    const walk = new Walk().do({ type: 'open' }, { type: 'leave' }, { type: 'open' });
    const [state] = step(walk.state, { type: 'closed', code: 1006, attempt: 'attempt-1' }, { now: 0, random: 0, newAttempt: () => 'x' });
    expect(state).toBe(walk.state);
  });

  it('does not start a second connection while one is on its way', () => {
    expect(new Walk().do({ type: 'open' }, { type: 'open' }).effects).toEqual([]);
  });
});

describe('a refused upgrade', () => {
  it('is asked about, because the browser only sees 1006', () => {
    const walk = new Walk().do({ type: 'open' }, { type: 'closed', code: 1006 });
    expect([walk.state.name, walk.effects]).toEqual(['diagnosing', ['close']]);
  });

  it.each(['host_unreachable', 'host_timeout', 'host_closed', 'draining', 'unavailable', 'portal_unreachable', 'offline'])(
    'is tried again by itself after %s',
    (code) => {
      const walk = new Walk().do({ type: 'open' }, { type: 'closed', code: 1006 }, { type: 'diagnosed', failure: failure(code) });
      expect(walk.state).toMatchObject({ name: 'waiting', failure: { code } });
    },
  );

  it.each([
    'not_signed_in',
    'foreign_origin',
    'host_not_found',
    'too_many_consoles_user',
    'too_many_consoles_host',
    'too_many_consoles',
    'host_name_not_found',
    'host_not_websocket',
    'certificate_self_signed',
    'certificate_wrong_name',
    'certificate_expired',
    'certificate_untrusted',
    'tls_failed',
    'target_not_allowed',
    'not_supported',
    'host_not_rfb',
    'host_version',
    'host_repeater',
    'host_refused',
    'host_no_security',
    'host_login_needed',
    'host_login_failed',
    'host_login_blocked',
    'host_login_paused',
    'host_not_approved',
    'approval_lost',
    'host_locked_out',
    'host_protocol',
    'host_in_use',
    'certificate_changed',
    'a_code_of_a_later_portal',
  ])('waits for a person after %s', (code) => {
    const walk = new Walk().do({ type: 'open' }, { type: 'closed', code: 1006 }, { type: 'diagnosed', failure: failure(code) });
    expect(walk.state).toMatchObject({ name: 'ended', failure: { code } });
  });
});

describe('an upgrade that the portal has never seen', () => {
  const unseen = [{ type: 'closed', code: 1006 } as const, { type: 'diagnosed', failure: failure('upgrade_blocked') } as const];

  it('is blamed on a proxy when it happens twice', () => {
    const walk = new Walk().do({ type: 'open' }, ...unseen);
    expect(walk.state).toMatchObject({ name: 'waiting', failure: { code: 'not_arrived' } });
    expect(walk.do({ type: 'due' }, ...unseen).state).toMatchObject({ name: 'ended', failure: { code: 'upgrade_blocked' } });
  });

  it('is blamed on a restarting portal where an earlier one had arrived', () => {
    for (const walk of [
      connected().do({ type: 'closed', code: 1001 }),
      new Walk().do({ type: 'open' }, { type: 'closed', code: 1006 }, { type: 'diagnosed', failure: failure('host_unreachable') }),
    ]) {
      for (let n = 0; n < 5; n++) walk.do({ type: 'due' }, ...unseen);
      expect(walk.state).toMatchObject({ name: 'waiting', failure: { code: 'not_arrived' } });
    }
  });
});

describe('an open console that is closed', () => {
  it.each([
    [1001, 'draining'],
    [1006, 'connection_lost'],
    [1000, 'host_closed'],
    [1005, 'host_closed'],
  ])('with %i reconnects by itself', (code, why) => {
    expect(connected().do({ type: 'closed', code }).state).toMatchObject({ name: 'waiting', failure: { code: why } });
  });

  it.each([
    [1008, 'message_not_allowed'],
    [4003, 'idle'],
    [4004, 'host_changed'],
  ])('with %i stays closed until a person acts', (code, why) => {
    const walk = connected().do({ type: 'closed', code });
    expect(walk.state).toMatchObject({ name: 'ended', failure: { code: why } });
    expect(walk.do({ type: 'wake' }, { type: 'due' }).state.name).toBe('ended');
    expect(walk.do({ type: 'open' }).state.name).toBe('reaching-portal');
  });

  it.each([
    [4001, 'signed_out', 'access_revoked'],
    [4002, 'ended_by_administrator', 'ended_by_administrator'],
  ])('with %i asks the portal why, and stays closed until a person acts', (code, assumed, why) => {
    const asked = connected().do({ type: 'closed', code });
    expect(asked.state).toMatchObject({ name: 'diagnosing', assumed: { code: assumed } });
    const told = failure(why, { message: 'It is so.', next: 'Do this.' });
    const walk = asked.do({ type: 'diagnosed', failure: told });
    expect(walk.state).toMatchObject({ name: 'ended', failure: { code: why, message: 'It is so.', next: 'Do this.' } });
    expect(walk.do({ type: 'wake' }, { type: 'due' }, { type: 'anew' }).state.name).toBe('ended');
    expect(walk.do({ type: 'open' }).state.name).toBe('reaching-portal');
  });

  it('with 1011 asks the portal what happened, then reconnects', () => {
    const walk = connected().do({ type: 'closed', code: 1011 });
    expect(walk.state.name).toBe('diagnosing');
    expect(walk.do({ type: 'diagnosed', failure: failure('host_closed') }).state.name).toBe('waiting');
  });

  it('by its own person stays closed, and forgets the password', () => {
    const walk = connected().do({ type: 'leave' });
    expect([walk.state.name, walk.state.failure?.code, walk.effects]).toEqual(['ended', 'left', ['close', 'forget-credentials']]);
  });
});

describe('a console that its person leaves to somebody else', () => {
  const handOver = { type: 'hand-over', to: 'Ann' } as const;

  it('stays closed, forgets the password and says to whom', () => {
    const walk = connected().do(handOver);
    expect([walk.state.name, walk.effects]).toEqual(['ended', ['close', 'forget-credentials']]);
    expect(walk.state.failure).toMatchObject({
      code: 'handed_over',
      remedy: 'reconnect',
      said: 'Ann',
    });
  });

  it('is one that is open: there is nothing to leave otherwise', () => {
    expect(signedIn().do(handOver).state.name).toBe('ended');
    for (const walk of [new Walk(), asked(), connected().do({ type: 'closed', code: 1006 })]) {
      const before = walk.state;
      expect(walk.do(handOver).state).toBe(before);
    }
  });
});

describe('a portal that restarts', () => {
  const refusedWith = (code: string) => [{ type: 'closed', code: 1006 } as const, { type: 'diagnosed', failure: failure(code) } as const];
  const waitOf = (walk: Walk) => (walk.state.name === 'waiting' ? walk.state.until - walk.now : null);
  const told = () => connected().do({ type: 'closed', code: 1001 });

  it('is called again at once, and quickly while it refuses or is not there, and says so all the time', () => {
    const walk = told();
    const waits = [waitOf(walk)];
    for (const code of ['draining', 'portal_unreachable', 'upgrade_blocked', 'unavailable']) {
      walk.do({ type: 'due' }, ...refusedWith(code));
      expect(walk.state.failure?.code).toBe('draining');
      waits.push(waitOf(walk));
    }
    expect(waits).toEqual([200, 200, 200, 200, 200]);
  });

  it('is waited for like any other once it has stayed away, and the page says what it finds', () => {
    const walk = told();
    const waits = [];
    for (let n = 0; n < 8; n++) {
      walk.do({ type: 'due' }, ...refusedWith('portal_unreachable'));
      waits.push(waitOf(walk));
    }
    expect(waits).toEqual([200, 200, 200, 200, 1_000, 2_000, 4_000, 8_000]);
    expect(walk.state.failure?.code).toBe('portal_unreachable');
  });

  it('is called again at once however long its host was waited for before', () => {
    const walk = new Walk().do({ type: 'open' });
    for (let n = 0; n < 6; n++) walk.do(...refusedWith('host_unreachable'), { type: 'due' });
    expect(waitOf(walk.do(...refusedWith('draining')))).toBe(200);
  });

  it('does not hurry the page beyond what it has announced', () => {
    const walk = told().do({ type: 'due' }, ...refusedWith('host_unreachable'));
    expect([waitOf(walk), walk.state.failure?.code]).toEqual([2_000, 'host_unreachable']);
    const back = told().do({ type: 'due' }, { type: 'opened' }, { type: 'greeted' }, { type: 'signed-in' }, { type: 'picture' });
    expect(waitOf(back.do({ type: 'closed', code: 1006 }))).toBe(2_000);
  });
});

describe('waiting for a reconnect', () => {
  it('takes one second at first, doubles to thirty, and ends with a word of the browser or a person', () => {
    const walk = new Walk().do({ type: 'open' });
    const waits = [];
    for (let n = 0; n < 7; n++) {
      walk.do({ type: 'closed', code: 1006 }, { type: 'diagnosed', failure: failure('host_unreachable') });
      if (walk.state.name === 'waiting') waits.push(walk.state.until - walk.now);
      walk.do({ type: n % 2 ? 'wake' : 'open' });
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(walk.state.name).toBe('reaching-portal');
  });

  it('begins anew after a connection that lasted, not after one that fell at once', () => {
    const again = (walk: Walk) =>
      walk.do({ type: 'due' }, { type: 'opened' }, { type: 'greeted' }, { type: 'signed-in' }, { type: 'picture' });
    const walk = connected().do({ type: 'closed', code: 1006 });
    again(walk).do({ type: 'closed', code: 1006 });
    expect(walk.state.tries).toBe(2);
    again(walk);
    walk.now += 60_000;
    expect(walk.do({ type: 'closed', code: 1006 }).state.tries).toBe(1);
  });

  it('keeps saying why until there is a connection again', () => {
    const walk = connected().do({ type: 'closed', code: 1006 }, { type: 'due' }, { type: 'opened' });
    expect(walk.state.failure?.code).toBe('connection_lost');
    expect(walk.do({ type: 'greeted' }, { type: 'signed-in' }).state.failure).toBeNull();
  });
});

describe('a host that asks for a password', () => {
  it('gets the answer on the connection that waits for it', () => {
    const walk = asked();
    expect(walk.state).toMatchObject({ name: 'asking', live: true, asked: ['password'] });
    expect(walk.do({ type: 'answer' }).effects).toEqual(['send-credentials']);
    expect(walk.do({ type: 'signed-in' }).state.login).toBe('proven');
  });

  it('is never called by the page itself after a wrong one: the answer to the next question opens the connection', () => {
    const walk = asked().do({ type: 'answer' }, { type: 'refused', judged: true, reason: 'Authentication failure' });
    expect(walk.state).toMatchObject({
      name: 'asking',
      live: false,
      problem: { why: 'refused', said: 'Authentication failure' },
      asked: ['password'],
    });
    expect(walk.effects).toEqual(['close', 'forget-credentials']);
    for (const type of ['wake', 'due', 'open'] as const) expect(walk.do({ type }).state.name).toBe('asking');
    expect(walk.do({ type: 'closed', code: 1005 }).state.name).toBe('asking');
    expect(walk.do({ type: 'answer' }).effects).toEqual(['open']);
  });

  it('is not called again either when it hangs up instead of judging', () => {
    const walk = asked().do({ type: 'answer' }, { type: 'closed', code: 1011 }, { type: 'diagnosed', failure: failure('host_closed') });
    expect(walk.state).toMatchObject({ name: 'asking', live: false });
  });

  it('can hang up while a person looks for the password', () => {
    const walk = asked().do({ type: 'closed', code: 1006 });
    expect(walk.state).toMatchObject({ name: 'asking', live: false });
    expect(walk.do({ type: 'answer' }).effects).toEqual(['open']);
  });

  it('is asked by a person only, once a password that it took is not taken any more', () => {
    const walk = asked().do({ type: 'answer' }, { type: 'signed-in' }, { type: 'picture' }, { type: 'closed', code: 1006 });
    walk.do({ type: 'due' }, { type: 'opened' }, { type: 'greeted' }, { type: 'refused', judged: true, reason: '' });
    expect(walk.state).toMatchObject({ name: 'asking', live: false, login: 'none' });
  });

  it('ends the console when it refuses the address, not the password', () => {
    const walk = new Walk().do(
      { type: 'open' },
      { type: 'opened' },
      { type: 'greeted' },
      { type: 'refused', judged: false, reason: 'Too many security failures' },
    );
    expect(walk.state).toMatchObject({
      name: 'ended',
      failure: { code: 'host_refused_saying', said: 'Too many security failures' },
    });
  });

  it('is left alone after it has hung up twice within the sign-in', () => {
    const walk = new Walk().do({ type: 'open' });
    for (let n = 0; n < 2; n++) walk.do({ type: 'opened' }, { type: 'greeted' }, { type: 'closed', code: 1000 }, { type: 'due' });
    expect(walk.state).toMatchObject({ name: 'ended', failure: { code: 'host_drops_login' } });
  });

  it('is called on while it has not spoken: a websockify without its VNC server is a machine that boots', () => {
    const walk = new Walk().do({ type: 'open' });
    for (let n = 0; n < 9; n++) walk.do({ type: 'opened' }, { type: 'closed', code: 1000 }, { type: 'due' });
    expect(walk.state.name).toBe('reaching-portal');
  });
});

describe('a portal that signs in to the host itself', () => {
  const at = () => new Walk().do({ type: 'open' }, { type: 'opened' }, { type: 'greeted' });
  const portalAsked = (...types: ('username' | 'password')[]) => at().do({ type: 'portal-asks', types });
  const failed = { type: 'diagnosed', failure: failure('host_login_failed', { message: 'Refused. (Authentication failure)' }) } as const;

  it('asks in the place of the host, and gets the answer itself', () => {
    const walk = portalAsked('username', 'password');
    expect(walk.state).toMatchObject({ name: 'asking', live: true, relayed: true, asked: ['username', 'password'] });
    walk.do({ type: 'answer' });
    expect([walk.state.name, walk.effects]).toEqual(['signing-in', ['answer-portal']]);
    expect(walk.do({ type: 'signed-in' }, { type: 'picture' }).state.name).toBe('connected');
  });

  it('lets a person leave out what the host does without', () => {
    const walk = at().do({ type: 'portal-asks', types: ['username', 'password'], optional: ['username'] });
    expect(walk.state).toMatchObject({ asked: ['username', 'password'], optional: ['username'] });
    walk.do({ type: 'answer' }, { type: 'closed', code: 1011 }, failed);
    expect(walk.state).toMatchObject({ name: 'asking', optional: ['username'] });
  });

  it('that still tries is known for it, and has the same time again', () => {
    const walk = at().do({ type: 'portal-signs-in' });
    expect(walk.state).toMatchObject({ name: 'signing-in', relayed: true });
    const before = walk.state;
    expect(walk.do({ type: 'portal-signs-in' }).state).toBe(before);
    expect(walk.do({ type: 'stalled' }).state).toMatchObject({ name: 'waiting', failure: { code: 'host_timeout' } });
  });

  it('shows the reason with the question again after wrong ones, and opens nothing by itself', () => {
    const walk = portalAsked('password').do({ type: 'answer' }, { type: 'closed', code: 1011 }, failed);
    expect(walk.state).toMatchObject({
      name: 'asking',
      live: false,
      login: 'none',
      problem: { why: 'failed', failure: { message: 'Refused. (Authentication failure)' } },
    });
    expect(walk.effects).toEqual(['close', 'forget-credentials']);
    for (const type of ['wake', 'due', 'open'] as const) expect(walk.do({ type }).state.name).toBe('asking');
  });

  it('gets what was typed then once, on the connection that it was typed for', () => {
    const walk = portalAsked('password').do({ type: 'answer' }, { type: 'closed', code: 1011 }, failed, { type: 'answer' });
    expect(walk.effects).toEqual(['open']);
    walk.do({ type: 'opened' }, { type: 'greeted' }, { type: 'portal-asks', types: ['password'] });
    expect([walk.state.name, walk.effects]).toEqual(['signing-in', ['answer-portal']]);
    walk.do({ type: 'portal-asks', types: ['password'] });
    expect([walk.state.name, walk.effects]).toEqual(['asking', ['forget-credentials']]);
  });

  it('is asked by a person for what was not typed yet', () => {
    const walk = portalAsked('password').do({ type: 'answer' }, { type: 'closed', code: 1011 }, failed, { type: 'answer' });
    walk.do({ type: 'opened' }, { type: 'greeted' }, { type: 'portal-asks', types: ['username', 'password'] });
    expect(walk.state).toMatchObject({ name: 'asking', live: true, asked: ['username', 'password'] });
  });

  it('asks anew after a reconnect: it keeps no credentials, and neither does the page', () => {
    const walk = portalAsked('password').do({ type: 'answer' }, { type: 'signed-in' }, { type: 'picture' }, { type: 'closed', code: 1006 });
    walk.do({ type: 'due' }, { type: 'opened' }, { type: 'greeted' }, { type: 'portal-asks', types: ['password'] });
    expect(walk.state).toMatchObject({ name: 'asking', live: true });
  });

  it('keeps a person at the question while it leaves the host alone', () => {
    const walk = portalAsked('password').do({ type: 'answer' }, { type: 'closed', code: 1011 }, failed, { type: 'answer' });
    walk.do({ type: 'closed', code: 1006 }, { type: 'diagnosed', failure: failure('host_login_blocked', { message: 'Until then.' }) });
    expect(walk.state).toMatchObject({
      name: 'asking',
      live: false,
      relayed: true,
      problem: { why: 'failed', failure: { message: 'Until then.' } },
    });
  });

  it('ends the console when the stored credentials are refused', () => {
    const walk = at().do({ type: 'closed', code: 1011 }, failed);
    expect(walk.state).toMatchObject({
      name: 'ended',
      failure: { code: 'host_login_failed', row: 'host_login_failed' },
    });
  });

  it.each(['host_locked_out', 'certificate_changed', 'host_no_security', 'host_protocol'])('waits for a person after %s', (code) => {
    const walk = portalAsked('password').do(
      { type: 'answer' },
      { type: 'closed', code: 1011 },
      { type: 'diagnosed', failure: failure(code) },
    );
    expect(walk.state).toMatchObject({ name: 'ended', failure: { code } });
  });

  it('is called again by itself, but twice only, when the host hangs up on it', () => {
    const walk = new Walk().do({ type: 'open' });
    const hangUp = () =>
      walk.do(
        { type: 'opened' },
        { type: 'greeted' },
        { type: 'closed', code: 1011 },
        { type: 'diagnosed', failure: failure('host_closed') },
      );
    expect(hangUp().state.name).toBe('waiting');
    walk.do({ type: 'due' });
    expect(hangUp().state).toMatchObject({ name: 'ended', failure: { code: 'host_drops_login' } });
  });

  it('leaves the question to the person when the answer did not arrive', () => {
    const answered = () => portalAsked('password').do({ type: 'answer' });
    expect(answered().do({ type: 'answer-failed', failure: failure('portal_unreachable') }).state).toMatchObject({
      name: 'asking',
      live: true,
    });
    expect(answered().do({ type: 'answer-failed', failure: failure('attempt_not_found') }).state).toMatchObject({
      name: 'asking',
      live: false,
    });
    expect(answered().do({ type: 'answer-failed', failure: failure('not_signed_in') }).state).toMatchObject({ name: 'ended' });
  });
});

describe("a host's key", () => {
  const verifying = () =>
    new Walk().do({ type: 'open' }, { type: 'opened' }, { type: 'greeted' }, { type: 'server-verification', fingerprint: FINGERPRINT });

  it('is approved by a person', () => {
    expect(verifying().do({ type: 'approve' }).effects).toEqual(['approve']);
  });

  it('that is refused ends the console', () => {
    expect(verifying().do({ type: 'refuse-key' }).state).toMatchObject({ name: 'ended', failure: { code: 'host_key_refused' } });
  });
});

describe('a host that does not go on', () => {
  it('is called again when it never spoke', () => {
    expect(new Walk().do({ type: 'open' }, { type: 'opened' }, { type: 'stalled' }).state).toMatchObject({
      name: 'waiting',
      failure: { code: 'host_silent' },
    });
  });

  it('waits for a person when it stopped within the handshake', () => {
    const walk = new Walk().do({ type: 'open' }, { type: 'opened' }, { type: 'greeted' }, { type: 'stalled' });
    expect(walk.state).toMatchObject({ name: 'ended', failure: { code: 'protocol' } });
  });
});

describe('a network that breaks without a word', () => {
  it('has the console opened anew at once, under a fresh id and with the reason on the card', () => {
    const walk = connected();
    const { attempt } = walk.state;
    walk.do({ type: 'silent' });
    expect(walk.state).toMatchObject({ name: 'reaching-portal', failure: { code: 'connection_lost' } });
    expect([walk.effects, walk.state.attempt === attempt]).toEqual([['open'], false]);
  });

  it('makes whatever is on its way begin anew when it is back, and leaves an open console alone', () => {
    const lost = () => connected().do({ type: 'silent' });
    for (const walk of [lost(), lost().do({ type: 'reached' }), connected().do({ type: 'closed', code: 1006 })]) {
      const { attempt } = walk.state;
      walk.do({ type: 'anew' });
      expect(walk.state.name).toBe('reaching-portal');
      expect(walk.state.attempt).not.toBe(attempt);
    }
    const walk = connected();
    const { state } = walk;
    expect(walk.do({ type: 'anew' }).state).toBe(state);
  });

  it('does not let an upgrade hang for ever', () => {
    const walk = connected().do({ type: 'silent' }, { type: 'stalled' });
    expect([walk.state.name, walk.effects]).toEqual(['diagnosing', ['close']]);
    expect(walk.do({ type: 'diagnosed', failure: failure('portal_unreachable') }).state.name).toBe('waiting');
  });

  it('is not taken for a proxy that blocks, unless it looks like one each time', () => {
    const walk = connected().do({ type: 'silent' });
    const lost = [{ type: 'stalled' }, { type: 'diagnosed', failure: failure('answer_lost') }] as const;
    expect(walk.do(...lost).state).toMatchObject({ name: 'waiting', failure: { code: 'not_arrived' } });
    expect(walk.do({ type: 'due' }, ...lost).state).toMatchObject({ name: 'waiting', failure: { code: 'not_arrived' } });
    expect(walk.do({ type: 'due' }, ...lost).state).toMatchObject({ name: 'ended', failure: { code: 'answer_lost' } });
  });
});

describe('any sequence of events', () => {
  const pool: (Exclude<Event, { attempt: string }> | AttemptEvent)[] = [
    ...(
      [
        'open',
        'wake',
        'anew',
        'due',
        'silent',
        'answer',
        'approve',
        'refuse-key',
        'leave',
        'reached',
        'opened',
        'greeted',
        'signed-in',
        'picture',
        'stalled',
      ] as const
    ).map((type) => ({ type })),
    // More often than the rest, or chance alone leads to no picture.
    ...Array.from({ length: 4 }, () => (['open', 'opened', 'signed-in', 'picture', 'answer'] as const).map((type) => ({ type }))).flat(),
    { type: 'credentials-required', types: ['username', 'password'] },
    { type: 'server-verification', fingerprint: FINGERPRINT },
    { type: 'hand-over', to: 'Ann' },
    { type: 'portal-signs-in' },
    { type: 'portal-asks', types: ['password'] },
    { type: 'answer-failed', failure: failure('portal_unreachable') },
    { type: 'answer-failed', failure: failure('attempt_not_found') },
    { type: 'refused', judged: true, reason: 'no' },
    { type: 'refused', judged: false, reason: 'no' },
    { type: 'broken', failure: failure('protocol') },
    ...[1000, 1001, 1005, 1006, 1008, 1011, 4001, 4002, 4003, 4004, 4999].map((code) => ({ type: 'closed' as const, code })),
    { type: 'diagnosed', failure: failure('host_closed') },
    { type: 'diagnosed', failure: failure('answer_lost') },
    { type: 'diagnosed', failure: failure('certificate_expired') },
    { type: 'diagnosed', failure: failure('host_login_failed') },
    { type: 'diagnosed', failure: failure('host_login_blocked') },
  ];

  it('keeps to the legal transitions, leaves the end only by a person, and reaches every state', () => {
    // A fixed sequence of pseudo-random numbers: the same walk in every run.
    let seed = 42;
    const random = () => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    const walk = new Walk();
    const seen = new Set<StateName>();
    let unsent = false;
    for (let n = 0; n < 50_000; n++) {
      const event = pool[Math.floor(random() * pool.length)]!;
      const before: StateName = walk.state.name;
      walk.now += Math.floor(random() * 8_000);
      walk.do(event);
      seen.add(before).add(walk.state.name);
      const after: StateName = walk.state.name;
      if (before === 'ended' && after !== 'ended') expect(event.type).toBe('open');
      // Whoever typed a password that was not accepted yet is asked again before anything is opened.
      if (walk.effects.includes('open') && before === 'asking') expect(event.type).toBe('answer');
      // What was typed goes out once for each time that it was typed.
      if (event.type === 'answer' && before === 'asking') unsent = true;
      if (walk.effects.includes('answer-portal')) {
        expect(unsent).toBe(true);
        unsent = false;
      }
    }
    expect(seen.size).toBe(Object.keys(follows).length);
  });

  it('ends with the page', () => {
    const walk = connected().do({ type: 'abandon' });
    expect([walk.state, walk.effects]).toEqual([initial, ['close', 'forget-credentials']]);
  });
});

describe('a host where somebody has to agree', () => {
  const approving = () => new Walk().do({ type: 'open' }, { type: 'opened' }, { type: 'greeted' }, { type: 'portal-awaits-approval' });
  const closed = { type: 'closed', code: 1011 } as const;

  it('is waited for on the page, as the portal says or, in a tunnel, when the host is quiet', () => {
    expect(approving().state).toMatchObject({ name: 'signing-in', approving: true });
    const tunnel = new Walk().do({ type: 'open' }, { type: 'opened' }, { type: 'greeted' }, { type: 'quiet' });
    expect(tunnel.state).toMatchObject({ name: 'signing-in', approving: true });
    const relayed = new Walk().do(
      { type: 'open' },
      { type: 'opened' },
      { type: 'greeted' },
      { type: 'portal-signs-in' },
      { type: 'quiet' },
    );
    expect(relayed.state).toMatchObject({ name: 'signing-in' });
    expect(relayed.state).not.toHaveProperty('approving', true);
  });

  it('is not asked again by the page, however the wait ends', () => {
    for (const [code, then] of [
      ['host_not_approved', 'host_not_approved'],
      ['host_closed', 'host_not_approved'],
      ['host_timeout', 'approval_lost'],
      ['connection_lost', 'approval_lost'],
    ] as const) {
      const walk = approving().do(closed, { type: 'diagnosed', failure: failure(code) });
      expect(walk.state).toMatchObject({ name: 'ended', failure: { code: then, retry: false } });
    }
    expect(approving().do({ type: 'closed', code: 1006 }).state).toMatchObject({ name: 'ended', failure: { code: 'approval_lost' } });
    expect(approving().do({ type: 'stalled' }).state).toMatchObject({ name: 'ended', failure: { code: 'host_not_approved' } });
  });

  it('is not asked again when an open connection breaks, until a person wants it', () => {
    const walk = approving().do({ type: 'signed-in' }, { type: 'picture' }, { type: 'closed', code: 1006 });
    expect(walk.state).toMatchObject({ name: 'ended', failure: { code: 'approval_lost' } });
    expect(walk.do({ type: 'open' }).state).toMatchObject({ name: 'reaching-portal', asksSomebody: false });
  });
});
