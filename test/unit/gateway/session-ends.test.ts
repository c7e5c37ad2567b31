/** Every way in which a session ends, or fails to open: its person, the close frame, the audit and the row of the session say the same. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../../../messages';
import { say } from '../../../messages/say';
import { locales } from '../../../server/contract/locale';
import { WriteBatch } from '../../../server/db/write-batch';
import { closeReasons, recordedReason, silentEnds, type CloseReason } from '../../../server/gateway/close-codes';
import { endedBy, refusalForEnd, signedOut } from '../../../server/gateway/end-notes';
import { attemptEnd, Refusal, refusalCodes } from '../../../server/gateway/refusals';
import { SessionLog } from '../../../server/sessions/session-log';
import type { ConsoleInfo } from '../../../server/sessions/live-consoles';
import { databases, silent, type TestDatabase } from '../../support/databases';
import { buildServices, type Services } from '../../support/services';

const byRoot = endedBy(JSON.stringify({ by: 'root', message: 'lunch' }));

/** An open session: how it ends → close frame, what is recorded, and the code and text that its person reads ('' where the page knows by the close code). */
const open: [name: string, reason: CloseReason, frame: string, recorded: string, told: string, text: RegExp][] = [
  ['the portal restarts', closeReasons.restarting, '1001 portal is restarting', 'portal is restarting', 'draining', /restarting/],
  [
    'a message breaks a rule',
    closeReasons.messageNotAllowed,
    '1008 message not allowed',
    'message not allowed',
    'message_not_allowed',
    /rules/,
  ],
  [
    'the host closes',
    closeReasons.hostClosed,
    '1011 host closed the connection',
    'host closed the connection',
    'host_closed',
    /closed the/,
  ],
  ['the host cannot be followed', closeReasons.hostFailed, '1011 host cannot be used', 'host_protocol', 'host_protocol', /does not allow/],
  ['the login ends', signedOut('signed_out'), '4001 signed out', 'signed out', 'signed_out', /signed out/],
  ['access is taken away', signedOut('access_revoked'), '4001 signed out', 'access_revoked', 'access_revoked', /taken away/],
  ['the time of access is over', signedOut('access_ended'), '4001 signed out', 'access_ended', 'access_ended', /time on this host is over/],
  ['access cannot be checked', signedOut('access_unknown'), '4001 signed out', 'access_unknown', 'access_unknown', /could not find out/],
  [
    'an administrator ends it',
    byRoot,
    '4002 ended by an administrator',
    'ended by an administrator',
    'ended_by_administrator',
    /^root .* lunch$/,
  ],
  ['nobody does anything', closeReasons.idle, '4003 idle', 'idle', 'idle', /typed or clicked/],
  ['the host is changed', closeReasons.hostChanged, '4004 host changed', 'host changed', 'host_changed', /changed how/],
  ['the page is closed', silentEnds.left, '1000 closed in the browser', 'closed in the browser', '', /^$/],
  ['the network breaks', silentEnds.lost, '1006 connection to the browser lost', 'connection to the browser lost', '', /^$/],
  ['the host says goodbye', silentEnds.hostLeft, '1000 closed by the host', 'closed by the host', '', /^$/],
];

/** One that is not open yet → the status before 101, what is recorded, and what its person reads. */
const refused: [name: string, refusal: Refusal, status: number, recorded: string, text: RegExp][] = [
  ...refusalCodes.map(
    (code) => [code, new Refusal(code), new Refusal(code).status, code, /./] as [string, Refusal, number, string, RegExp],
  ),
  ['access is taken away', refusalForEnd(signedOut('access_revoked')), 404, 'access_revoked', /taken away/],
  ['the time of access is over', refusalForEnd(signedOut('access_ended')), 404, 'access_ended', /time on this host is over/],
  ['access cannot be checked', refusalForEnd(signedOut('access_unknown')), 404, 'access_unknown', /could not find out/],
  ['the login ends', refusalForEnd(signedOut('signed_out')), 401, 'signed out', /signed out/],
  ['an administrator ends it', refusalForEnd(byRoot), 404, 'ended by an administrator', /^root .* lunch$/],
  ['the host is changed', refusalForEnd(closeReasons.hostChanged), 404, 'host changed', /changed how/],
  ['the portal restarts', refusalForEnd(closeReasons.restarting), 503, 'portal is restarting', /restarting/],
];

const info = (id: string): ConsoleInfo => ({
  ...{ id, hostId: 'desk', hostName: 'Desk', userId: 'u1', userName: 'anna', shownName: 'Anna', address: '192.0.2.1' },
  ...{ access: 'control', startedAt: 1, via: { kind: 'login', id: 'l1', expiresAt: null } },
  ...{ maxViewers: null, exclusive: false, attemptId: null },
});

describe('a session says one thing of its end, to everybody', () => {
  let database: TestDatabase;
  let services: Services;
  let log: SessionLog;
  beforeAll(async () => {
    database = await databases[0]!.create();
    const db = await database.open();
    services = buildServices(db);
    log = new SessionLog({ sessions: services.sessions, audit: services.audit, writes: new WriteBatch(db), node: 'one', log: silent });
  });
  afterAll(() => database.remove());

  async function recorded(id: string, ending: Parameters<SessionLog['ended']>[1]): Promise<void> {
    await log.opened(info(id));
    await log.ended({ ...info(id), target: '', bytesToHost: 0, bytesFromHost: 0 }, ending);
    const row = await services.db.selectFrom('consoles').select(['code', 'reason']).where('id', '=', id).executeTakeFirstOrThrow();
    const audited = (await services.audited('console.end')).find(({ sessionId }) => sessionId === id);
    expect(row).toEqual({ code: ending.code, reason: ending.reason });
    expect(audited?.detail).toMatchObject({ code: ending.code, reason: ending.reason, ...(ending.opened ? {} : { opened: false }) });
    for (const locale of locales) expect(messages[locale].audit.reason).toHaveProperty(ending.reason.replace(/ /g, '_'));
  }

  test.each(open)('when %s', async (name, reason, frame, word, told, text) => {
    expect(`${reason.code} ${reason.text}`).toBe(frame);
    expect(recordedReason(reason)).toBe(word);
    expect(reason.told?.code ?? '').toBe(told);
    expect(reason.told ? say(reason.told.message) : '').toMatch(text);
    await recorded(`open: ${name}`, { code: reason.code, reason: recordedReason(reason), opened: true });
  });

  test.each(refused)('when it fails to open because of: %s', async (name, refusal, status, word, text) => {
    expect([refusal.status, refusal.recorded]).toEqual([status, word]);
    const { code, message, next } = attemptEnd(refusal);
    expect(say(message)).toMatch(text);
    expect(say(next)).not.toBe('');
    // The same word, but for the blanks of those that are older than the codes.
    if (!refusal.ended) expect(code).toBe(word);
    await recorded(`refused: ${name}`, { code: refusal.status, reason: refusal.recorded, opened: false });
  });
});
