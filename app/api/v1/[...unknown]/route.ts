import { PortalError } from '@/server/contract/errors';

function notFound(): Response {
  const error = new PortalError('not_found', { message: 'There is no such call. GET /api/v1/openapi.json lists them all.' });
  return Response.json(error.body, { status: error.status });
}

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
