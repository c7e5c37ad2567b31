import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.drawRecoveryCodes, async ({ portal, identity, address }) => ({
  codes: await portal.factors.drawRecoveryCodes(identity, address),
}));
