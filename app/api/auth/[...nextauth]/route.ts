import NextAuth from 'next-auth';
import { clientOf, readTicket, ticketCookie } from '@/app/api/sign-in-ticket';
import { PortalError } from '@/server/contract/errors';
import { requestLocale } from '@/server/contract/request-locale';
import { portal } from '@/server/portal';

type Context = { params: Promise<{ nextauth: string[] }> };

/** The options are made for each request: the names of the cookies depend on whether this browser speaks https, and on the attempt. */
async function handler(request: Request, context: Context): Promise<Response> {
  if (!(await isReadable(request))) return refusal(request);
  const { client, secure } = clientOf(request);
  const attempt = await attemptOf(request, (await context.params).nextauth, secure);
  if (attempt === null) return toSignIn('sign_in_lost');
  const cookies = [...attempt.forget];
  const options = portal().authOptions({
    secure,
    client,
    attempt: attempt.id,
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

/** @returns null for a browser that comes back from a provider and has not begun that here, or too long ago */
async function attemptOf(
  request: Request,
  [action, provider]: string[],
  secure: boolean,
): Promise<{ id: string; forget: string[] } | null> {
  const attempts = portal().providerAttempts;
  const cookies = request.headers.get('cookie') ?? '';
  if (action === 'signin' && request.method === 'POST') return attempts.begin(cookies, secure);
  if (action !== 'callback' || provider === undefined || OWN.includes(provider)) return { id: '', forget: [] };
  const id = await attempts.find(cookies, new URL(request.url).searchParams.get('state') ?? '', secure);
  return id === null ? null : { id, forget: attempts.forget(id, secure) };
}

/** Ways to sign in that lead to no other place. */
const OWN = ['credentials', 'proxy'];

function toSignIn(error: string): Response {
  return new Response(null, {
    status: 302,
    headers: { Location: `${portal().config.basePath}/sign-in?error=${error}`, 'Cache-Control': 'no-store' },
  });
}

export { handler as GET, handler as POST };
