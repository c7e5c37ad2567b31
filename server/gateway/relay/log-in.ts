/** The portal's login to a host by the host's rules of trust, with one more connection where the first one led into a dead end. */

import type { HostTls } from '../../contract/host';
import { login, RfbError, type Credentials, type Login, type LoginOptions, type PeerCertificate } from '../../rfb';
import { isBound, rsaOptions, type Shown } from '../host-trust';
import type { OpenedRfb } from './open-rfb';

/** A server's list may hold as many dead ends as types; each is a connection without a login, of which TigerVNC forgives four in a row. */
const MAX_CONNECTIONS = 3;

export interface LogInOptions extends Pick<LoginOptions, 'ask' | 'onOffer' | 'approval'> {
  tls: HostTls;
  credentials: Credentials;
  /** Told of the certificate inside RFB, where there is one. */
  onPeerCertificate?: (certificate: PeerCertificate) => void;
  /** Told of a connection that takes the place of the one before, which is destroyed. */
  onReopened?: (opened: OpenedRfb) => void;
  signal: AbortSignal;
}

export interface LoggedIn {
  result: Login;
  opened: OpenedRfb;
  /** What the host has shown on the way. */
  shown: Shown;
}

/**
 * @throws Refusal, RfbError, or the error of a socket
 */
export async function logIn(first: OpenedRfb, options: LogInOptions): Promise<LoggedIn> {
  let attempt: Attempt = { opened: first, credentials: options.credentials, avoid: [] };
  for (let connections = 1; ; connections++) {
    try {
      return await tryOnce(attempt, options);
    } catch (error) {
      const avoid = error instanceof RfbError ? error.retryAvoiding : null;
      if (avoid === null || connections >= MAX_CONNECTIONS || options.signal.aborted) throw error;
      attempt.opened.stream.destroy();
      const opened = await attempt.opened.again(options.signal);
      options.onReopened?.(opened);
      attempt = { ...attempt, opened, avoid };
    }
  }
}

/** What a person has typed on one connection holds on the next. */
interface Attempt {
  opened: OpenedRfb;
  credentials: Credentials;
  avoid: readonly number[];
  asked?: boolean;
}

async function tryOnce(attempt: Attempt, { tls, ask, approval, onOffer, onPeerCertificate }: LogInOptions): Promise<LoggedIn> {
  const { opened, credentials, avoid, asked } = attempt;
  const { stream, version, greeting, confidential, verified, certificate } = opened;
  // Of two certificates the outer one is what the host is known by: it is there whatever is spoken inside.
  const shown: Shown = certificate ? { pin: certificate.fingerprint } : {};
  const askOnce: LoginOptions['ask'] = async (...question) => {
    Object.assign(attempt, { asked: true });
    return (attempt.credentials = await ask!(...question));
  };
  const result = await login(stream, {
    version,
    greeting,
    credentials,
    avoid,
    // Always: the portal itself keeps an exclusive host for one person in control, and a server would cut off who only watches.
    shared: true,
    confidential,
    verified,
    unprotected: tls.allowUnprotectedPassword === true && !isBound(tls),
    tls: {
      ...opened.tls,
      onPeerCertificate: (inner) => {
        shown.pin ??= inner.fingerprint;
        onPeerCertificate?.(inner);
      },
    },
    rsa: { ...rsaOptions(tls), onPeerKey: ({ fingerprint }) => (shown.keyPin = fingerprint) },
    ...(approval ? { approval } : {}),
    ...(onOffer ? { onOffer } : {}),
    ...(ask && !asked ? { ask: askOnce } : {}),
  });
  return { result, opened, shown };
}
