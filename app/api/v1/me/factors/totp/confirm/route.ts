import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.confirmTotp, async ({ portal, identity, body, address }) => ({
  codes: await portal.factors.confirmTotp(identity, body.code, address),
}));
