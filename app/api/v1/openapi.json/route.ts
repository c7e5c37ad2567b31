import { openApiDocument } from '@/server/contract/openapi';
import { portal } from '@/server/portal';
import { version } from '@/package.json';

export function GET(request: Request): Response {
  const { headers } = request;
  const origin = `${headers.get('x-forwarded-proto') ?? 'http'}://${headers.get('x-forwarded-host') ?? ''}`;
  return Response.json(openApiDocument(`${origin}${portal().config.basePath}/api/v1`, version));
}
