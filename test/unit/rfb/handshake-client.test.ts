import { describe, expect, it } from 'vitest';
import { login, type LoginOptions } from '@/server/rfb/client-handshake';
import { against, everyDelivery, u16, u32 } from './support/scripted-peer';
import {
  capability,
  challenge,
  end,
  hears,
  ok,
  opening,
  password,
  play,
  reason,
  response,
  says,
  serverInit,
  spokenLength,
  text,
  type Transcript,
  u8,
  vnc,
} from './support/transcripts';

const options = (more: Partial<LoginOptions> = {}): LoginOptions => ({
  credentials: { username: 'ann', password },
  tls: { servername: 'host.example' },
  shared: true,
  ...more,
});

const tightLists = (...authentications: Buffer[]): Buffer => Buffer.concat([u32(authentications.length), ...authentications]);
const noTunnels = u32(0);
const plainTunnel = Buffer.concat([u32(1), capability(0, 'TGHTNOTUNNEL')]);
const tightEnd: Transcript = [hears(u8(1)), says(serverInit(), u16(1), u16(1), u16(2), u16(0), Buffer.alloc(4 * 16, 7))];
const veNCrypt = (...subtypes: number[]): Transcript => [
  says(u8(1, 19)),
  hears(u8(19)),
  says(u8(0, 2)),
  hears(u8(0, 2)),
  says(u8(0), u8(subtypes.length), ...subtypes.map(u32)),
];

const logins: [title: string, security: string, version: string, lines: Transcript, more?: Partial<LoginOptions>][] = [
  ['3.3 without security', 'None', '3.3', [...opening('003.003'), says(u32(1)), ...end()]],
  ['3.3 with VncAuth', 'VncAuth', '3.3', [...opening('003.003'), says(u32(2)), ...vnc, ok, ...end()]],
  ['3.5, which is 3.3', 'None', '3.3', [...opening('003.005', '003.003'), says(u32(1)), ...end()]],
  ['3.7 without security, which has no result', 'None', '3.7', [...opening('003.007'), says(u8(1, 1)), hears(u8(1)), ...end()]],
  ['3.7 with VncAuth', 'VncAuth', '3.7', [...opening('003.007'), says(u8(1, 2)), hears(u8(2)), ...vnc, ok, ...end()]],
  ['3.8 without security', 'None', '3.8', [...opening('003.008'), says(u8(1, 1)), hears(u8(1)), ok, ...end()]],
  ['3.8 with VncAuth', 'VncAuth', '3.8', [...opening('003.008'), says(u8(2, 1, 2)), hears(u8(2)), ...vnc, ok, ...end()]],
  ['3.889 of macOS', 'VncAuth', '3.8', [...opening('003.889', '003.008'), says(u8(3, 33, 36, 2)), hears(u8(2)), ...vnc, ok, ...end()]],
  ['5.0 of RealVNC', 'None', '3.8', [...opening('005.000', '003.008'), says(u8(1, 1)), hears(u8(1)), ok, ...end()]],
  ['4.1 of RealVNC', 'None', '3.8', [...opening('004.001', '003.008'), says(u8(1, 1)), hears(u8(1)), ok, ...end()]],
  [
    'an exclusive session',
    'None',
    '3.8',
    [...opening('003.008'), says(u8(1, 1)), hears(u8(1)), ok, hears(u8(0)), says(serverInit())],
    { shared: false },
  ],
  [
    'a repeater, which is told its ID in 250 bytes',
    'None',
    '3.8',
    [
      says(text('RFB 000.000\n')),
      hears(text('ID:42'), Buffer.alloc(245)),
      ...opening('003.008'),
      says(u8(1, 1)),
      hears(u8(1)),
      ok,
      ...end(),
    ],
    { repeaterId: '42' },
  ],
  [
    'Tight with a tunnel and VncAuth, whose capabilities are dropped',
    'Tight VncAuth',
    '3.8',
    [
      ...opening('003.008'),
      says(u8(1, 16)),
      hears(u8(16)),
      says(plainTunnel),
      hears(u32(0)),
      says(tightLists(capability(1, 'STDVNOAUTH__'), capability(2, 'STDVVNCAUTH_'))),
      hears(u32(2)),
      ...vnc,
      ok,
      ...tightEnd,
    ],
  ],
  [
    'Tight without tunnels and authentication',
    'Tight None',
    '3.8',
    [...opening('003.008'), says(u8(1, 16)), hears(u8(16)), says(noTunnels, tightLists()), ok, ...tightEnd],
  ],
  [
    'Tight with a Unix login, where the connection is confidential',
    'Tight UnixLogon',
    '3.8',
    [
      ...opening('003.008'),
      says(u8(1, 16)),
      hears(u8(16)),
      says(noTunnels, tightLists(capability(129, 'TGHTULGNAUTH'))),
      hears(u32(129), u32(3), u32(8), text('annS3cretpw')),
      ok,
      ...tightEnd,
    ],
    { confidential: true },
  ],
  [
    'VeNCrypt with a type that it only wraps',
    'VeNCrypt VncAuth',
    '3.8',
    [...opening('003.008'), ...veNCrypt(258, 256, 2), hears(u32(2)), ...vnc, ok, ...end()],
  ],
  [
    'VeNCrypt Plain, where the connection is confidential',
    'VeNCrypt Plain',
    '3.8',
    [...opening('003.008'), ...veNCrypt(258, 256), hears(u32(256), u32(3), u32(8), text('annS3cretpw')), ok, ...end()],
    { confidential: true },
  ],
];

describe.each(logins)('logs in to %s', (_title, security, version, lines, more) => {
  it.each(everyDelivery(spokenLength(lines)))('delivered as %j', async (delivery) => {
    const { stream, peer, result } = against((peer) => play(peer, lines), delivery);
    const done = await login(stream, options(more));
    await result;
    expect(done).toMatchObject({ version, security, serverInit: { width: 640, height: 480, name: 'desk', raw: serverInit() } });
    expect(stream.release().rest).toHaveLength(0);
    expect(peer.left()).toHaveLength(0);
  });

  it('is told "closed" wherever the server closes, or that the login failed', async () => {
    for (let endAt = 0; endAt < spokenLength(lines); endAt += 5) {
      const { stream } = against((peer) => play(peer, lines), { endAt });
      const error: unknown = await login(stream, options(more)).catch((error: unknown) => error);
      expect(error, `closed after ${endAt}`).toMatchObject({ name: 'RfbError' });
      expect(['closed', 'login_failed', 'refused', 'not_rfb']).toContain((error as { code: string }).code);
      stream.destroy();
    }
  });
});

const blacklisted = 'Too many security failures';
const refusals: [title: string, code: string, lines: Transcript, more?: Partial<LoginOptions>, detail?: object][] = [
  ['a list without types', 'refused', [...opening('003.008'), says(u8(0), reason('no\tway'))], {}, { reason: 'no way' }],
  ['3.3 with type 0', 'refused', [...opening('003.003'), says(u32(0), reason('go away'))], {}, { reason: 'go away' }],
  ["TigerVNC's blacklist", 'too_many_failures', [...opening('003.003'), says(u32(0), reason(blacklisted))], {}, { reason: blacklisted }],
  ["UltraVNC's list", 'too_many_failures', [...opening('003.008'), says(u8(0), reason('Too many authentication failures'))]],
  [
    'a wrong password',
    'login_failed',
    [...opening('003.008'), says(u8(1, 2)), hears(u8(2)), ...vnc, says(u32(1), reason('wrong'))],
    {},
    { reason: 'wrong' },
  ],
  ['a wrong password in 3.3', 'login_failed', [...opening('003.003'), says(u32(2)), ...vnc, says(u32(1))], {}, { reason: '' }],
  ['a result of 2', 'too_many_failures', [...opening('003.007'), says(u8(1, 2)), hears(u8(2)), ...vnc, says(u32(2))]],
  ['a result that does not exist', 'malformed', [...opening('003.008'), says(u8(1, 2)), hears(u8(2)), ...vnc, says(u32(3))]],
  ['somebody who was asked nothing', 'refused', [...opening('003.008'), says(u8(1, 1)), hears(u8(1)), says(u32(1), reason('not you'))]],
  [
    'a password that is missing, before a type is chosen',
    'credentials_needed',
    [...opening('003.008'), says(u8(2, 2, 16))],
    { credentials: {} },
    { needs: ['password'], offered: [2, 16] },
  ],
  [
    'a name that is missing, of the strongest subtype',
    'credentials_needed',
    [...opening('003.008'), ...veNCrypt(262, 258)],
    { credentials: { password } },
    { needs: ['username', 'password'], offered: [262, 258] },
  ],
  ['types that nobody knows', 'no_common_security', [...opening('003.008'), says(u8(2, 13, 200))], {}, { offered: [13, 200] }],
  ['anonymous TLS without leave', 'no_common_security', [...opening('003.008'), ...veNCrypt(257, 258)], {}, { offered: [257, 258] }],
  ['type 18 without leave', 'no_common_security', [...opening('003.008'), says(u8(1, 18))], {}, { offered: [18] }],
  ['a password in the clear without leave', 'no_common_security', [...opening('003.008'), ...veNCrypt(256)], {}, { offered: [256] }],
  ['VeNCrypt 0.1', 'version', [...opening('003.008'), says(u8(1, 19)), hears(u8(19)), says(u8(0, 1))]],
  ['VeNCrypt that cannot start TLS', 'tls', [...opening('003.008'), ...veNCrypt(260), hears(u32(260)), says(u8(0))]],
  ['a repeater without an ID', 'repeater', [says(text('RFB 000.000\n'))]],
  ['Tight with too many tunnels', 'too_long', [...opening('003.008'), says(u8(1, 16)), hears(u8(16)), says(u32(65))]],
  [
    'Tight with a tunnel that is none',
    'no_common_security',
    [...opening('003.008'), says(u8(1, 16)), hears(u8(16)), says(u32(1), capability(0, 'EVILNOTUNNEL'))],
  ],
];

it.each(refusals)('ends with what it is for %s: %s', async (_title, code, lines, more, detail = {}) => {
  for (const delivery of ['whole', 'bytes'] as const) {
    const { stream, peer } = against((peer) => play(peer, lines), delivery);
    await expect(login(stream, options(more))).rejects.toMatchObject({ name: 'RfbError', code, ...detail });
    expect(peer.left(), 'nothing is sent after').toHaveLength(0);
    stream.destroy();
  }
});

it('asks for what is missing while the server waits, and logs in with it', async () => {
  const lines = [...opening('003.008'), says(u8(1, 2)), hears(u8(2)), ...vnc, ok, ...end()];
  const { stream } = against((peer) => play(peer, lines));
  const asked: unknown[] = [];
  const ask: LoginOptions['ask'] = (needs) => {
    asked.push(needs);
    return Promise.resolve({ password });
  };
  await expect(login(stream, options({ credentials: {}, ask }))).resolves.toMatchObject({ security: 'VncAuth' });
  expect(asked).toEqual([['password']]);
});

it('tells whoever is asked when the server does not wait', async () => {
  const { stream } = against((peer) => play(peer, [...opening('003.008'), says(u8(1, 2))]).then(() => peer.side.end()));
  const ask: LoginOptions['ask'] = (_needs, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  await expect(login(stream, options({ credentials: {}, ask }))).rejects.toMatchObject({ code: 'closed' });
});

it('takes no wrapper and no type that it is to avoid', async () => {
  const { stream } = against((peer) => play(peer, [...opening('003.008'), says(u8(3, 19, 2, 1)), hears(u8(1)), ok, ...end()]));
  await expect(login(stream, options({ avoid: [19, 2] }))).resolves.toMatchObject({ security: 'None' });
});

it('takes a server that closes in answer to credentials for one that refused them', async () => {
  const lines = [...opening('003.008'), says(u8(1, 2)), hears(u8(2)), says(challenge), hears(response)];
  const { stream } = against((peer) => play(peer, lines).then(() => peer.side.end()));
  await expect(login(stream, options())).rejects.toMatchObject({ code: 'login_failed' });
});

it('waits no longer than its time limit', async () => {
  const { stream } = against(() => new Promise(() => undefined), 'whole', 50);
  await expect(login(stream, options())).rejects.toMatchObject({ code: 'timeout' });
});
