import { handle, operations } from '@/app/api/v1/operation';
import { hostNamed } from '../host-named';

export const POST = handle(operations.importHosts, ({ portal, body, actor, locale }) => portal.hosts.import(body, actor, locale));
export const { GET, PATCH, DELETE } = hostNamed('import');
