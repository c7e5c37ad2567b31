/**
 * Servers whose user has to agree to each connection: TigerVNC and UltraVNC ask between the credentials and their result, and others may ask
 * before their security types. Nothing in the protocol tells: the server is silent for as long as its user needs.
 */

import type { ByteStream } from './byte-stream';
import { RfbError } from './rfb-error';

export interface Approval {
  /** How long a server may be silent where its user may be asked, in ms. */
  limitMs: number;
  /** After so much silence somebody is probably asked, in ms: a server that asks nobody answers sooner. */
  noticeMs: number;
  /** Told when that begins, and when it is over. */
  onWaiting: (waiting: boolean) => void;
}

/** What TigerVNC, TightVNC, UltraVNC and RealVNC say when their user said no, or could not be asked. */
const NOT_APPROVED = /reject(?:ed)? by|connection (?:has been |was )?rejected|prompt the user|query the (?:local )?user|being queried/i;

/**
 * Reads an answer for which the server may have to ask its user.
 * @throws what `read` throws; RfbError `not_approved` when the user said no, or nothing within the limit
 */
export async function approved<T>(stream: ByteStream, approval: Approval | undefined, read: () => Promise<T>): Promise<T> {
  if (!approval) return read().catch((error: unknown) => Promise.reject(judged(error, false)));
  const state = { waiting: false };
  stream.allow(approval.limitMs);
  const notice = setTimeout(() => {
    state.waiting = true;
    approval.onWaiting(true);
  }, approval.noticeMs);
  try {
    return await read();
  } catch (error) {
    throw judged(error, state.waiting);
  } finally {
    clearTimeout(notice);
    stream.allow();
    if (state.waiting) approval.onWaiting(false);
  }
}

/** A wrong password is one after a long silence too: some servers let a failed login wait. */
function judged(error: unknown, waited: boolean): Error {
  if (!(error instanceof RfbError)) return error as Error;
  const isRefusal = error.code === 'refused' || error.code === 'login_failed';
  const ended = error.code === 'closed' || error.code === 'timeout' || error.code === 'refused';
  const closedAfterSilence = error.code === 'login_failed' && error.cause instanceof RfbError && error.cause.code === 'closed';
  const notApproved = (isRefusal && NOT_APPROVED.test(error.reason)) || (waited && (ended || closedAfterSilence));
  return notApproved ? new RfbError('not_approved', error.reason, { cause: error }) : error;
}
