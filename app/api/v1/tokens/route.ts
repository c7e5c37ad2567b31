import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.listTokens, async ({ portal, identity }) => ({ items: await portal.tokens.list(identity.user.id) }));
export const POST = handle(operations.createToken, ({ portal, identity, body, actor }) => portal.tokens.create(identity.user, body, actor));
