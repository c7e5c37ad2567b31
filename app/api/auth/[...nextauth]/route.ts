import NextAuth from 'next-auth';
import { clientOf, readTicket, ticketCookie } from '@/app/api/sign-in-ticket';
import { portal } from '@/server/portal';

type Context = { params: Promise<{ nextauth: string[] }> };

/** The options are made for each request: the names of the cookies depend on whether this browser speaks https. */
async function handler(request: Request, context: Context): Promise<Response> {
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

export { handler as GET, handler as POST };
