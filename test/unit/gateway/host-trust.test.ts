import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTargetRules } from '../../../server/config/networks';
import { defaultPolicy, type Host, type HostTls } from '../../../server/contract/host';
import type { TargetScheme } from '../../../server/contract/target';
import { dial, type Dialled, type Dialler } from '../../../server/gateway/dial';
import { LoginBreaker } from '../../../server/gateway/relay/login-breaker';
import { diagnose } from '../../../server/gateway/relay/diagnosis';
import { logIn, type LoggedIn } from '../../../server/gateway/relay/log-in';
import { targetAgents } from '../../../server/gateway/target-sockets';
import { TargetOrder } from '../../../server/gateway/target-order';
import { Handshaker } from '../../../server/gateway/tunnel/handshake';
import type { UpgradeRequest } from '../../../server/gateway/upgrade';
import { type Authority, type Certificate, createAuthority } from '../../support/certificates';
import { OfferingPeer, type Offer } from '../../support/offering-peer';

const account = { username: 'alice', password: 'S3cret!' };
const vncPassword = { password: 'S3cret!' };
const OTHER = Array(32).fill('AB').join(':');
const schemes: readonly TargetScheme[] = ['vnc', 'vncs', 'vnc+unix', 'vnc+repeater', 'ws', 'wss'];
const inTls = (scheme: TargetScheme): boolean => scheme === 'vncs' || scheme === 'wss';

let authority: Authority;
let stranger: Authority;
/** Of the peer, signed by `authority`. */
let certificate: Certificate;
let peer: OfferingPeer;
let dialler: Dialler;

beforeAll(async () => {
  [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
  certificate = await authority.issue('peer');
  peer = await OfferingPeer.start(certificate);
  const rules = parseTargetRules(`127.0.0.1/32,${peer.socketDirectory}`)!;
  const handshaker = new Handshaker(targetAgents(rules));
  dialler = { rules, handshaker, order: new TargetOrder(), breaker: new LoginBreaker() };
});
afterAll(async () => {
  await peer.stop();
  authority.stop();
  stranger.stop();
});

const upgrade: UpgradeRequest = {
  hostId: 'h',
  viewOnly: false,
  attemptId: null,
  pageId: null,
  key: 'dGhlIHNhbXBsZSBub25jZQ==',
  protocols: ['binary'],
  origins: [],
  cookie: undefined,
  authorization: undefined,
  userAgent: undefined,
  client: { address: '198.51.100.4', secure: true, host: 'portal.example' },
};

function hostAt(scheme: TargetScheme, tls: HostTls, hasPassword: boolean): Host {
  return {
    id: 'h',
    name: 'h',
    description: '',
    tags: [],
    targets: [peer.targets[scheme]],
    balance: 'failover',
    tls,
    credentials: { hasPassword },
    policy: defaultPolicy,
    banner: '',
    keyboard: null,
    createdAt: 0,
    updatedAt: 0,
  };
}

interface How {
  credentials?: typeof account | typeof vncPassword;
  /** Nothing is stored, and a person types them where they are asked. */
  typed?: boolean;
}

interface Proving extends Offer {
  proves?: 'certificate' | 'key';
}

type Reached = { dialled: Dialled; login?: LoggedIn };

/** As the gateway does, up to the login. */
async function reach(
  scheme: TargetScheme,
  tls: HostTls,
  offer: Offer,
  { credentials = account, typed = false }: How = {},
): Promise<Reached> {
  peer.offers(offer);
  const { signal } = new AbortController();
  const who = { userId: 'u', viewOnly: false };
  const dialled = await dial(dialler, hostAt(scheme, tls, !typed), who, upgrade, signal);
  if (dialled.way === 'tunnel') {
    dialled.socket.destroy();
    return { dialled };
  }
  let { stream } = dialled;
  try {
    const stored = typed ? {} : credentials;
    const ask = typed ? () => Promise.resolve(credentials) : undefined;
    const onReopened = (opened: typeof dialled | { stream: typeof stream }): void => void (stream = opened.stream);
    const login = await logIn(dialled, { tls, credentials: stored, signal, onReopened, ...(ask ? { ask } : {}) });
    return { dialled, login };
  } finally {
    stream.destroy();
  }
}

/** How the portal is refused, as a person is told. */
async function refusedBy(...args: Parameters<typeof reach>): Promise<string> {
  const reached = await reach(...args).catch((error: unknown) => error);
  if (reached instanceof Error) return diagnose(reached).code;
  const { way } = (reached as Reached).dialled;
  return `${way}: ${(reached as Reached).login?.result.security ?? 'the browser speaks'}`;
}

const tight = (code: number, id: string): Offer => ({ types: [16], capabilities: [[code, id]] });
const veNCrypt = (...subtypes: number[]): Offer => ({ types: [19], subtypes });

/** Every type that the portal can speak, alone, and what proves a server by it. */
const offers: Readonly<Record<string, Proving>> = {
  None: { types: [1] },
  VncAuth: { types: [2] },
  ARD: { types: [30] },
  MSLogonII: { types: [113] },
  SASL: { types: [20] },
  TLS: { types: [18], inner: [1, 2] },
  'Tight VncAuth': tight(2, 'STDVVNCAUTH_'),
  'Tight UnixLogon': tight(129, 'TGHTULGNAUTH'),
  'Tight None': { types: [16], capabilities: [] },
  RA2: { types: [5], proves: 'key' },
  RA2ne: { types: [6], proves: 'key' },
  RA2_256: { types: [129], proves: 'key' },
  RA2ne_256: { types: [130], proves: 'key' },
  'None of version 3.3': { types: [1], greeting: 'RFB 003.003\n' },
  'VncAuth of version 3.3': { types: [2], greeting: 'RFB 003.003\n' },
  'VeNCrypt None': veNCrypt(1),
  'VeNCrypt VncAuth': veNCrypt(2),
  'VeNCrypt Plain': veNCrypt(256),
  'VeNCrypt TLSNone': veNCrypt(257),
  'VeNCrypt TLSVnc': veNCrypt(258),
  'VeNCrypt TLSPlain': veNCrypt(259),
  'VeNCrypt TLSSASL': veNCrypt(264),
  'VeNCrypt ARD': veNCrypt(30),
  'VeNCrypt SASL': veNCrypt(20),
  'VeNCrypt RA2': { ...veNCrypt(5), proves: 'key' },
  'VeNCrypt X509None': { ...veNCrypt(260), proves: 'certificate' },
  'VeNCrypt X509Vnc': { ...veNCrypt(261), proves: 'certificate' },
  'VeNCrypt X509Plain': { ...veNCrypt(262), proves: 'certificate' },
  'VeNCrypt X509SASL': { ...veNCrypt(263), proves: 'certificate' },
};

/** Each is a host that is not this peer. What weakens trust otherwise is allowed, and changes nothing. */
const weak: HostTls = { insecure: true, allowAnonymous: true, allowUnprotectedPassword: true };
const bonds: Readonly<Record<string, () => { tls: HostTls; by: 'certificate' | 'key' }>> = {
  'a CA': () => ({ tls: { ca: stranger.ca, allowAnonymous: true, allowUnprotectedPassword: true }, by: 'certificate' }),
  'a certificate pin': () => ({ tls: { pin: OTHER, ...weak }, by: 'certificate' }),
  'a key pin': () => ({ tls: { keyPin: OTHER, ...weak }, by: 'key' }),
  'a certificate remembered at first use': () => ({ tls: { trustOnFirstUse: true, pin: OTHER, ...weak }, by: 'certificate' }),
  'a key remembered at first use': () => ({ tls: { trustOnFirstUse: true, keyPin: OTHER, ...weak }, by: 'key' }),
  'a CA, at first use': () => ({ tls: { trustOnFirstUse: true, ca: stranger.ca, allowAnonymous: true }, by: 'certificate' }),
};

/** All that such a peer may hear: the version, and what it takes to learn VeNCrypt's list or to see a proof that the type promises. */
function expectedWords({ types, subtypes, proves, greeting = 'RFB 003.008\n' }: Proving, by: string): RegExp {
  const version = Buffer.from(greeting).toString('hex');
  const choice = (length: number, type: number): string => type.toString(16).padStart(2 * length, '0');
  if (subtypes) return new RegExp(`^${version}130002${proves === by ? choice(4, subtypes[0]!) : ''}$`);
  return new RegExp(`^${version}${proves === by ? choice(1, types[0]!) : ''}$`);
}

const alone = Object.entries(offers);
/** What proves nothing, in two lists; the rest as it is. */
const together: readonly [string, Proving][] = [
  ['every type', { types: alone.flatMap(([, { types, subtypes, proves }]) => (subtypes || proves ? [] : types)) }],
  ['every subtype', veNCrypt(...alone.flatMap(([, { subtypes = [], proves }]) => (proves ? [] : subtypes)))],
  ...alone.filter(([name, { proves }]) => proves ?? name.endsWith('3.3')),
];

describe.each(schemes)('by %s, a peer that is not the host', (scheme) => {
  it.each(Object.keys(bonds))('gets no answer and no credential where the host has %s, whatever type it offers', async (bond) => {
    const { tls, by } = bonds[bond]!();
    // This peer has a certificate wherever there is TLS.
    if (scheme === 'vncs') delete tls.allowAnonymous;
    for (const [name, offer] of scheme === 'vnc' ? alone : together) {
      for (const typed of scheme === 'vnc' ? [false] : [false, true]) {
        const code = await refusedBy(scheme, tls, offer, { typed });
        const { plain, inside, connections } = await peer.silence();
        expect([name, code]).toEqual([name, expect.stringMatching(/^(host_not_verified|certificate_(changed|untrusted|wrong_name))$/)]);
        expect([name, String(inside)]).toEqual([name, '']);
        // Where TLS around all is not the host's, RFB does not even begin.
        if (inTls(scheme) && by === 'certificate') expect(connections).toBe(0);
        else expect([name, plain.toString('hex')]).toEqual([name, expect.stringMatching(expectedWords(offer, by))]);
      }
      if (inTls(scheme) && by === 'certificate') break;
    }
  });
});

const ownPin = (): string => new X509Certificate(certificate.pem).fingerprint256;

describe('TLS around the connection', () => {
  const proofs: Readonly<Record<string, () => HostTls>> = {
    'its CA': () => ({ ca: authority.ca }),
    'its certificate pin': () => ({ pin: ownPin() }),
    'its certificate pin, beside what accepts any': () => ({ pin: ownPin(), insecure: true, trustOnFirstUse: true }),
  };

  it.each(['vncs', 'wss'] as const)('of %s proves a host for whatever is spoken inside', async (scheme) => {
    for (const [proof, tls] of Object.entries(proofs)) {
      const { dialled, login } = await reach(scheme, tls(), { types: [2], lets: true }, { credentials: vncPassword });
      expect([proof, dialled.way, login?.result.security]).toEqual([proof, 'relay', 'VncAuth']);
    }
  });

  it('of wss:// is judged before a tunnel is opened, and proves its host', async () => {
    for (const [proof, tls] of Object.entries(proofs)) {
      const { dialled } = await reach('wss', tls(), { types: [2] }, { typed: true });
      expect([proof, dialled.way]).toEqual([proof, 'tunnel']);
    }
    expect(await refusedBy('wss', { pin: OTHER, insecure: true }, { types: [1] }, { typed: true })).toBe('certificate_changed');
    expect(await refusedBy('wss', { insecure: true }, { types: [1] }, { typed: true })).toBe('tunnel: the browser speaks');
  });

  it('does not prove an RSA key: the portal speaks RFB itself and looks for that', async () => {
    const tls = { insecure: true, keyPin: OTHER };
    expect(await refusedBy('wss', tls, { types: [1] }, { typed: true })).toBe('host_not_verified');
    expect(await refusedBy('wss', tls, { types: [6] }, { typed: true })).toBe('certificate_changed');
  });
});

describe('trust on first use', () => {
  it.each(['vncs', 'wss'] as const)('learns the certificate of %s', async (scheme) => {
    const { login } = await reach(scheme, { trustOnFirstUse: true }, { types: [1], lets: true });
    expect(login?.shown).toEqual({ pin: ownPin() });
  });

  it('learns the certificate of a tunnel by wss://, and takes ws:// by the relay, where there is something to learn', async () => {
    const { dialled } = await reach('wss', { trustOnFirstUse: true }, { types: [1] }, { typed: true });
    expect(dialled).toMatchObject({ way: 'tunnel', certificate: { fingerprint: ownPin() } });
    expect((await reach('ws', { trustOnFirstUse: true }, { types: [1], lets: true }, { typed: true })).dialled.way).toBe('relay');
    expect((await reach('ws', {}, { types: [1], lets: true }, { typed: true })).dialled.way).toBe('tunnel');
  });

  it('takes no certificate that a CA should have signed', async () => {
    const tls = { trustOnFirstUse: true, ca: stranger.ca };
    expect(await refusedBy('wss', tls, { types: [1] })).toBe('certificate_untrusted');
    expect(await refusedBy('vnc', tls, veNCrypt(260))).toBe('certificate_untrusted');
  });

  it('learns no certificate beside a key, and no key beside a certificate', async () => {
    expect(await refusedBy('wss', { trustOnFirstUse: true, keyPin: OTHER }, { types: [1] })).toBe('certificate_untrusted');
    expect(await refusedBy('vnc', { trustOnFirstUse: true, pin: ownPin() }, { types: [5] })).toBe('host_not_verified');
  });
});

describe('a type that shows the password to whoever answers', () => {
  const readable: Readonly<Record<string, Offer>> = Object.fromEntries(
    Object.entries(offers).filter(([name]) => /ARD|MSLogonII|SASL$|UnixLogon|Plain$/.test(name) && !/X509|TLS/.test(name)),
  );

  it.each(['vnc', 'vnc+repeater', 'ws'] as const)('is not taken by %s, and the reason says so', async (scheme) => {
    expect(Object.keys(readable)).toHaveLength(7);
    for (const [name, offer] of Object.entries(readable)) {
      expect([name, await refusedBy(scheme, {}, offer)]).toEqual([name, 'host_password_unprotected']);
      // The choice of SASL alone says nothing yet: what is readable is one of its mechanisms.
      expect([name, (await peer.silence()).plain.includes('S3cret')]).toEqual([name, false]);
    }
  });

  it.each<[TargetScheme, HostTls]>([
    ['vnc', { allowUnprotectedPassword: true }],
    ['vnc+repeater', { allowUnprotectedPassword: true }],
    ['ws', { allowUnprotectedPassword: true }],
    ['vnc+unix', {}],
    ['vncs', { insecure: true }],
    ['wss', { insecure: true }],
  ])('is taken by %s with %j', async (scheme, tls) => {
    for (const [name, offer] of Object.entries(readable)) {
      const leaving = reach(scheme, tls, offer).catch(() => undefined);
      await peer.hears(name.includes('Plain') || name.includes('Unix') || name.includes('SASL') ? 'S3cret!' : '', 24);
      peer.hangUp();
      await leaving;
    }
  });

  it('is not replaced by VncAuth where an account is stored: that would only be a failed login', async () => {
    expect(await refusedBy('vnc', {}, { types: [30, 33, 36, 2, 35] })).toBe('host_password_unprotected');
    expect((await peer.silence()).plain.length).toBe(12);
  });

  it('is passed over for VncAuth where only a VNC password is stored or typed', async () => {
    const macOs: Offer = { types: [30, 33, 36, 2, 35], lets: true };
    for (const tls of [{}, { allowUnprotectedPassword: true }])
      for (const typed of [false, true])
        expect(await refusedBy('vnc', tls, macOs, { credentials: vncPassword, typed })).toBe('relay: VncAuth');
  });
});

describe('a list that leads into a dead end', () => {
  const beside = (offer: Offer, ...types: number[]): Offer => ({ ...offer, types: [...offer.types, ...types], lets: true });

  it.each<[string, Offer]>([
    ['VeNCrypt with anonymous TLS alone', veNCrypt(257, 258, 259)],
    ['VeNCrypt with types that nobody knows', veNCrypt(999)],
    ['VeNCrypt with a plain password', veNCrypt(256)],
    ['VeNCrypt with an account', veNCrypt(262)],
    ['SASL with PLAIN', { types: [20] }],
  ])('%s: VncAuth beside it is taken on a connection of its own', async (_title, offer) => {
    const how = { credentials: vncPassword, typed: true };
    expect(await refusedBy('vnc', {}, beside(offer, 2), how)).toBe('relay: VncAuth');
    expect(peer.heard.connections).toBeLessThanOrEqual(2);
  });

  it('is none where a certificate inside is right, or wrong', async () => {
    expect(await refusedBy('vnc', {}, beside(veNCrypt(260), 2), { credentials: vncPassword })).toBe('certificate_untrusted');
    expect(peer.heard.connections).toBe(1);
  });

  it('is the end where trust allows nothing else, or the type beside it would get the password of an account', async () => {
    expect(await refusedBy('vnc', { pin: OTHER }, beside(veNCrypt(258), 2, 1))).toBe('host_not_verified');
    expect(peer.heard.connections).toBe(1);
    expect(await refusedBy('vnc', {}, beside(veNCrypt(256), 2))).toBe('host_password_unprotected');
    expect(peer.heard.connections).toBe(1);
  });

  it('asks a person once for all connections', async () => {
    peer.offers(beside(veNCrypt(262), 2));
    const { signal } = new AbortController();
    const dialled = await dial(dialler, hostAt('vnc', {}, false), { userId: 'u', viewOnly: false }, upgrade, signal);
    if (dialled.way !== 'relay') throw new Error('a tunnel');
    const questions: unknown[] = [];
    const ask = (needs: readonly string[], _signal: AbortSignal, optional: readonly string[]) => {
      questions.push([needs, optional]);
      return Promise.resolve({ username: '', password: 'S3cret!' });
    };
    const { result, opened } = await logIn(dialled, { tls: {}, credentials: {}, signal, ask });
    opened.stream.destroy();
    expect([result.security, questions]).toEqual(['VncAuth', [[['username', 'password'], ['username']]]]);
  });
});
