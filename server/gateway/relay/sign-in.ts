/** The portal signs in to the host, and stands in for it towards the browser: both handshakes at once, so that neither waits for the other's way. */

import type { Host } from '../../contract/host';
import { ByteStream, RfbError, welcome, type ClientRules, type Credentials, type Login, type Need } from '../../rfb';
import { remembersFirst, type Shown } from '../host-trust';
import type { BrowserStream } from '../websocket/browser-channel';
import { logIn } from './log-in';
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
  /** Told of a connection that takes the place of `opened`, and is the caller's to destroy after a failure. */
  onReopened: (opened: OpenedRfb) => void;
  /** Taken from the channel at once: what a viewer says before the portal listens is kept there. */
  browserStream: BrowserStream;
  breaker: LoginBreaker;
  rules: ClientRules;
  credentials: Credentials;
  /** Asks the person at the browser; null where nobody can be asked. */
  ask: ((needs: readonly Need[], signal: AbortSignal, optional: readonly Need[]) => Promise<Credentials>) | null;
  /** Told when somebody at the host seems to be asked whether they agree, and when that is over. */
  onApproval: (waiting: boolean) => void;
  /** Remembers what the host showed first, where the host is to be known by that. False: another login has shown something else before. */
  remember: (shown: Shown) => Promise<boolean>;
}

/**
 * Ends with both sides joined.
 * @throws RfbError, after which the caller ends the console
 */
export async function signIn(parts: SignInParts): Promise<Login> {
  const { relay, browserStream, rules } = parts;
  const browser = new ByteStream(browserStream, { timeoutMs: BROWSER_MS });
  let { opened } = parts;
  const leave = () => opened.stream.destroy();
  // Who has left already makes no login: the signal says so only once.
  if (relay.signal.aborted) leave();
  relay.signal.addEventListener('abort', leave, { once: true });
  const signedIn = guarded(parts, (reopened) => parts.onReopened((opened = reopened)));
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
async function guarded(
  { host, userId, opened, relay, breaker, credentials, ask, onApproval, remember }: SignInParts,
  onReopened: (opened: OpenedRfb) => void,
): Promise<Login> {
  const { tls } = host;
  let asked = 'no' as 'no' | 'waiting' | 'typed';
  const askOnce: NonNullable<typeof ask> = async (needs, signal, optional) => {
    asked = 'waiting';
    const typed = await ask!(needs, AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]), optional);
    asked = 'typed';
    return typed;
  };
  try {
    const { result, shown } = await logIn(opened, {
      tls,
      credentials,
      onReopened,
      signal: relay.signal,
      approval: { limitMs: APPROVAL_MS, noticeMs: APPROVAL_NOTICE_MS, onWaiting: onApproval },
      ...(ask ? { ask: askOnce } : {}),
    });
    // Only after the login: what was shown before a refusal proves nothing worth remembering.
    if (remembersFirst(tls) && !(await remember(shown))) throw changedMeanwhile();
    breaker.forget(host.id, userId);
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

/** Two first logins at once, and the other one was shown something else. */
function changedMeanwhile(): RfbError {
  const code = 'ERR_TLS_PIN_MISMATCH';
  return new RfbError('tls', 'another certificate or key was remembered meanwhile', { cause: Object.assign(new Error(code), { code }) });
}
