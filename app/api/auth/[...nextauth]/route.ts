import NextAuth from 'next-auth';
import { clientOf, readTicket, ticketCookie } from '@/app/api/sign-in-ticket';
import { PortalError } from '@/server/contract/errors';
import { requestLocale } from '@/server/contract/request-locale';
import { portal } from '@/server/portal';

type Context = { params: Promise<{ nextauth: string[] }> };

/** The options are made for each request: the names of the cookies depend on whether this browser speaks https. */
async function handler(request: Request, context: Context): Promise<Response> {
  if (!(await isReadable(request))) return refusal(request);
  const { client, secure } = clientOf(request);
  const cookies: string[] = [];
  const options = portal().authOptions({
    secure,
    client,
    person: request.headers.get('x-vnc-portal-person'),
    ticket: readTicket(request, secure),
    keepTicket: (ticket) => cookies.push(ticketCookie(ticket, secure)),
  });
  const answer: unknown = await NextAuth(request as never, context as never, options);
  if (!(answer instanceof Response)) throw new Error('next-auth gave no response');
  for (const cookie of cookies) answer.headers.append('Set-Cookie', cookie);
  return answer;
}

/** next-auth fails at JSON that is broken, or is no object. */
async function isReadable(request: Request): Promise<boolean> {
  if (request.method !== 'POST' || !request.headers.get('content-type')?.includes('application/json')) return true;
  try {
    const body: unknown = await request.clone().json();
    return typeof body === 'object' && body !== null && !Array.isArray(body);
  } catch {
    return false;
  }
}

function refusal({ headers }: Request): Response {
  const error = new PortalError('bad_request');
  return Response.json(error.bodyIn(requestLocale(headers)), { status: error.status, headers: { 'Cache-Control': 'no-store' } });
}

export { handler as GET, handler as POST };
