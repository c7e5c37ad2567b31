import { relyingParty } from '@/app/api/relying-party';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.freshByPasskey, async ({ portal, identity, body, request, address }) => {
  await portal.factors.freshByPasskey(identity, body, { party: relyingParty(request), address });
  return undefined;
});
