import NextAuth from 'next-auth';
import { portal } from '@/server/portal';

type Context = { params: Promise<{ nextauth: string[] }> };

/** The names of the cookies depend on whether this browser speaks https, so the options are made for each request. */
async function handler(request: Request, context: Context): Promise<Response> {
  const secure = request.headers.get('x-vnc-portal-secure') === '1';
  const answer: unknown = await NextAuth(request as never, context as never, portal().authOptions(secure));
  if (!(answer instanceof Response)) throw new Error('next-auth gave no response');
  return answer;
}

export { handler as GET, handler as POST };
