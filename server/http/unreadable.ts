/** What is answered where no request could be read: too many headers, a broken request, or one that took too long. */

import type { Duplex } from 'node:stream';
import { say } from '../../messages/say';
import { text } from '../../messages/text';
import { PortalError } from '../contract/errors';
import { locales, negotiateLocale } from '../contract/locale';
import { endWith } from './linger';

interface Unreadable extends Error {
  code?: string;
  /** What was being read: where headers are too large, the beginning of the request or a later part of it. */
  rawPacket?: Buffer;
}

const BAD_REQUEST = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
const TOO_SLOW = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** For the `clientError` event of a server. */
export function answerUnreadable(error: Unreadable, socket: Duplex, isAnswering: boolean): void {
  const answer = isAnswering || !socket.writable ? null : answerFor(error);
  if (answer === null) socket.destroy();
  else endWith(socket, answer);
}

function answerFor({ code, rawPacket }: Unreadable): string | null {
  if (code === 'HPE_HEADER_OVERFLOW') return headersTooLarge(rawPacket?.toString('latin1') ?? '');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return TOO_SLOW;
  // Anything else is of the connection: a reset, or a TLS handshake that failed.
  return code?.startsWith('HPE_') ? BAD_REQUEST : null;
}

/**
 * As a rule these are cookies, and the person has to know whose. The request is known in part at best: without a language both are
 * given.
 */
function headersTooLarge(seen: string): string {
  const language = /\r\nAccept-Language:([^\r\n]*)\r\n/i.exec(seen)?.[1];
  const spoken = language === undefined ? locales : [negotiateLocale(language)];
  const isPage = /\r\nAccept:[^\r\n]*text\/html/i.test(seen);
  const isApi = /^[A-Z]+ \S*\/api\//.test(seen);
  const [locale = 'en'] = spoken;
  const [type, body] =
    isApi && !isPage
      ? ['application/json', JSON.stringify(new PortalError('headers_too_large').bodyIn(locale))]
      : ['text/plain; charset=utf-8', spoken.map((each) => say(text('errors.code.headers_too_large'), each)).join('\n\n')];
  return (
    'HTTP/1.1 431 Request Header Fields Too Large\r\n' +
    'Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n' +
    `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body) + 1}\r\n\r\n${body}\n`
  );
}
