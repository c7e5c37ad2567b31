import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getSetup, async ({ portal }) => ({ needed: await portal.setup.needed() }));
export const POST = handle(operations.completeSetup, ({ portal, body, address }) => portal.setup.complete({ ...body, address }));
