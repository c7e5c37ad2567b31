import { relyingParty } from '@/app/api/relying-party';
import { keepTicket, readTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.answerPasskey, async ({ portal, request, body, address }) => {
  const { state, ticket } = await portal.signInSteps.passkey(readTicket(request), body, relyingParty(request), address);
  if (ticket !== undefined) await keepTicket(ticket, request);
  return state;
});
