/** The cookie of a sign-in that is under way: worth nothing but the next step of it. */

import 'server-only';
import { cookies } from 'next/headers';
import { portal } from '@/server/portal';

/** 256 random bits. */
const TICKET = /^[A-Za-z0-9_-]{43}$/;
/** A sign-in is over by then anyway; see server/auth/tickets.ts. */
const MAX_AGE_S = 10 * 60;

export function clientOf({ headers }: Request): { client: { address: string; userAgent: string }; secure: boolean } {
  return {
    client: { address: headers.get('x-vnc-portal-address') ?? '', userAgent: headers.get('user-agent') ?? '' },
    secure: headers.get('x-vnc-portal-secure') === '1',
  };
}

export function readTicket({ headers }: Request, secure = headers.get('x-vnc-portal-secure') === '1'): string | null {
  const { name } = portal().ticketCookie(secure);
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [key, value = ''] = pair.trim().split('=', 2);
    if (key === name && TICKET.test(value)) return value;
  }
  return null;
}

/** @param ticket null takes it away */
export function ticketCookie(ticket: string | null, secure: boolean): string {
  const { name, path } = portal().ticketCookie(secure);
  return `${name}=${ticket ?? ''}; Path=${path}; Max-Age=${ticket === null ? 0 : MAX_AGE_S}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/** Has the answer that is being made set the cookie. */
export async function keepTicket(ticket: string | null, { headers }: Request): Promise<void> {
  const secure = headers.get('x-vnc-portal-secure') === '1';
  const { name, path } = portal().ticketCookie(secure);
  const options = { path, httpOnly: true, sameSite: 'lax', secure, maxAge: ticket === null ? 0 : MAX_AGE_S } as const;
  (await cookies()).set(name, ticket ?? '', options);
}
