import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.testHost, ({ portal, identity, params, locale }) =>
  portal.hosts.test(identity, params['id'] ?? '', locale),
);
