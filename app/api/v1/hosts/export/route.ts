import { download } from '@/app/api/v1/download';
import { handle, operations } from '@/app/api/v1/operation';
import { hostNamed } from '../host-named';

const named = hostNamed('export');
const types = { csv: 'text/csv', yaml: 'application/yaml' } as const;

const file = handle(operations.exportHosts, ({ portal, identity, query: { format, ...filter } }) => {
  const day = new Date().toISOString().slice(0, 10);
  return download(portal.hosts.export(identity, filter, format), { name: `hosts-${day}.${format}`, type: types[format] });
});

/** Without a format it is the host with this name. */
export function GET(...given: Parameters<typeof file>): Promise<Response> {
  const [request] = given;
  return new URL(request.url).searchParams.has('format') ? file(...given) : named.GET(...given);
}
export const { PATCH, DELETE } = named;
