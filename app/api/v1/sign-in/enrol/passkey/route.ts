import { relyingParty } from '@/app/api/relying-party';
import { readTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.enrolPasskey, ({ portal, request, body, address }) => {
  const { name, ...answer } = body;
  return portal.signInSteps.enrolPasskey(readTicket(request), answer, { name, party: relyingParty(request), address });
});
