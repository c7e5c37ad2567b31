import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listSessions, async ({ portal }) => ({ items: await portal.sessions.list() }));
