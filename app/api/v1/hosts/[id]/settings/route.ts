import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getHostSettings, ({ portal, identity, params }) =>
  portal.settings.forHost(identity, params['id'] ?? ''),
);
export const PATCH = handle(operations.updateHostSettings, ({ portal, identity, params, body }) =>
  portal.settings.updateForHost(identity, params['id'] ?? '', body),
);
