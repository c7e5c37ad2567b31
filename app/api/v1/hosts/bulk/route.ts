import { handle, operations } from '@/app/api/v1/operation';
import { hostNamed } from '../host-named';

export const POST = handle(operations.bulkHosts, ({ portal, body, actor }) => portal.hosts.bulk(body, actor));
export const { GET, PATCH, DELETE } = hostNamed('bulk');
