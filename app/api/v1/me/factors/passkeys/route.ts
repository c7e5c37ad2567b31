import { relyingParty } from '@/app/api/relying-party';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.addPasskey, async ({ portal, identity, body, request, address }) => {
  const { name, ...answer } = body;
  return { codes: await portal.factors.addPasskey(identity, answer, { name, party: relyingParty(request), address }) };
});
