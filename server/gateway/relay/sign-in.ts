/** The portal signs in to the host, and stands in for it towards the browser: both handshakes at once, so that neither waits for the other's way. */

import type { Host } from '../../contract/host';
import { ByteStream, login, welcome, type ClientRules, type Credentials, type Login, type Need } from '../../rfb';
import type { BrowserStream } from '../websocket/browser-channel';
import type { LoginBreaker } from './login-breaker';
import type { OpenedRfb } from './open-rfb';
import type { Relay } from './relay';

/** The browser's part is a few bytes that noVNC sends by itself. */
const BROWSER_MS = 20_000;
/** For a person who looks a password up. */
const ASK_MS = 3 * 60_000;
/** For somebody at the host who has to agree: they have to notice a question first. */
const APPROVAL_MS = 60_000;
/** A server that asks nobody answers within a moment; one that lets a wrong password wait needs two seconds. */
const APPROVAL_NOTICE_MS = 3_000;

export interface SignInParts {
  host: Host;
  /** Whose console it is. */
  userId: string;
  opened: OpenedRfb;
  relay: Relay;
  /** Taken from the channel at once: what a viewer says before the portal listens is kept there. */
  browserStream: BrowserStream;
  breaker: LoginBreaker;
  rules: ClientRules;
  credentials: Credentials;
  /** Asks the person at the browser; null where nobody can be asked. */
  ask: ((needs: readonly Need[], signal: AbortSignal) => Promise<Credentials>) | null;
  /** Told when somebody at the host seems to be asked whether they agree, and when that is over. */
  onApproval: (waiting: boolean) => void;
  /** Remembers what the host showed first, where the host is to be known by that. */
  pin: (pin: { pin?: string; keyPin?: string }) => void;
}

/**
 * Ends with both sides joined.
 * @throws RfbError, after which the caller ends the console
 */
export async function signIn(parts: SignInParts): Promise<Login> {
  const { opened, relay, browserStream, rules } = parts;
  const browser = new ByteStream(browserStream, { timeoutMs: BROWSER_MS });
  const leave = () => opened.stream.destroy();
  // Who has left already makes no login: the signal says so only once.
  if (relay.signal.aborted) leave();
  relay.signal.addEventListener('abort', leave, { once: true });
  const signedIn = guarded(parts);
  try {
    await welcome(
      browser,
      signedIn.then(({ serverInit }) => serverInit),
    );
  } catch (error) {
    // Of two failures the host's is the cause: the browser's stream fails because of it.
    await Promise.race([signedIn, Promise.reject(error as Error)]);
    throw error;
  } finally {
    relay.signal.removeEventListener('abort', leave);
  }
  const result = await signedIn;
  const { rest: browserRest } = browser.release();
  const { duplex, rest } = opened.stream.release();
  relay.watch();
  relay.join({ duplex, rest, pixelFormat: result.serverInit.pixelFormat }, rules, browserRest);
  return result;
}

/** One login; after a refusal the portal leaves the host alone for a while. */
async function guarded({ host, userId, opened, relay, breaker, credentials, ask, onApproval, pin }: SignInParts): Promise<Login> {
  const { stream, version, tls, confidential } = opened;
  const { trustOnFirstUse, keyPin, insecure } = host.tls;
  let shown: { pin?: string; keyPin?: string } = {};
  let asked = 'no' as 'no' | 'waiting' | 'typed';
  const askOnce = async (needs: readonly Need[], signal: AbortSignal) => {
    asked = 'waiting';
    const typed = await ask!(needs, AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]));
    asked = 'typed';
    return typed;
  };
  try {
    const result = await login(stream, {
      version,
      credentials,
      // Always: the portal itself keeps an exclusive host for one person in control, and a server would cut off who only watches.
      shared: true,
      confidential,
      tls: { ...tls, onPeerCertificate: ({ fingerprint }) => (shown = { pin: fingerprint }) },
      rsa: {
        ...(keyPin === undefined ? {} : { pin: keyPin }),
        ...(trustOnFirstUse ? { pinOnFirstUse: true } : {}),
        ...(insecure ? { insecure } : {}),
        onPeerKey: ({ fingerprint }) => (shown = { keyPin: fingerprint }),
      },
      approval: { limitMs: APPROVAL_MS, noticeMs: APPROVAL_NOTICE_MS, onWaiting: onApproval },
      ...(ask ? { ask: askOnce } : {}),
    });
    breaker.forget(host.id, userId);
    // Only after the login: what was shown before a refusal proves nothing worth remembering.
    if (trustOnFirstUse) pin(shown);
    return result;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const refused = code === 'login_failed' || code === 'too_many_failures';
    const byPerson = relay.signal.aborted || asked === 'waiting';
    // Cut off in the middle by our own side, a login looks like one that the host ended.
    if (refused && !relay.signal.aborted) breaker.refuse(host.id, code === 'too_many_failures', asked === 'typed' ? userId : null);
    else if (byPerson || code === 'tls' || code === 'credentials_needed' || code === 'not_approved') breaker.unfinished(host.id, userId);
    throw error;
  }
}
