import { handle, operations } from '@/app/api/v1/operation';

/** What can be done to one host. */
export const oneHost = {
  GET: handle(operations.getHost, ({ portal, identity, params, locale }) => portal.hosts.get(identity, params['id'] ?? '', locale)),
  PATCH: handle(operations.updateHost, ({ portal, identity, params, body, actor, locale }) =>
    portal.hosts.update(identity, params['id'] ?? '', body, actor, locale),
  ),
  DELETE: handle(operations.removeHost, async ({ portal, params, actor }) => {
    await portal.hosts.remove(params['id'] ?? '', actor);
    return undefined;
  }),
};

/** A host may be called what an operation beside it is called: its own address then stands in that operation's file. */
export function hostNamed(id: string): typeof oneHost {
  const context = { params: Promise.resolve({ id }) };
  return {
    GET: (request) => oneHost.GET(request, context),
    PATCH: (request) => oneHost.PATCH(request, context),
    DELETE: (request) => oneHost.DELETE(request, context),
  };
}
