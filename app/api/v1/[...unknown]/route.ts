import { text } from '@/messages/text';
import { PortalError } from '@/server/contract/errors';
import { requestLocale } from '@/server/contract/request-locale';

function notFound({ headers }: Request): Response {
  const error = new PortalError('not_found', { message: text('errors.noSuchCall') });
  return Response.json(error.bodyIn(requestLocale(headers)), { status: error.status });
}

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
