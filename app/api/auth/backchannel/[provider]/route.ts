/**
 * Where OpenID Connect providers tell that somebody has signed out there (Back-Channel Logout 1.0, 2.5). They call it themselves, without
 * a browser: the token proves who calls, and an Origin would prove nothing.
 */

import { isPortalError } from '@/server/contract/errors';
import { portal } from '@/server/portal';
import { clientOf } from '@/app/api/sign-in-ticket';

/** A token has some hundred characters. */
const MAX_BYTES = 16 * 1024;
const noStore = { 'Cache-Control': 'no-store' };

export async function POST(request: Request, { params }: { params: Promise<{ provider: string }> }): Promise<Response> {
  try {
    const token = await readToken(request);
    if (token === null) return refusal(400);
    await portal().backchannelLogout.end((await params).provider, token, clientOf(request).client.address);
    return new Response(null, { status: 200, headers: noStore });
  } catch (error) {
    if (isPortalError(error) && error.status < 500) return refusal(error.status);
    portal().log.error({ err: error }, 'a back-channel logout failed');
    return refusal(isPortalError(error) ? error.status : 500);
  }
}

function refusal(status: number): Response {
  return Response.json({ error: status < 500 ? 'invalid_request' : 'server_error' }, { status, headers: noStore });
}

async function readToken(request: Request): Promise<string | null> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return null;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > MAX_BYTES) return null;
    chunks.push(part.value);
  }
  const tokens = new URLSearchParams(Buffer.concat(chunks).toString('utf8')).getAll('logout_token');
  return tokens.length === 1 && tokens[0] !== '' ? tokens[0]! : null;
}
