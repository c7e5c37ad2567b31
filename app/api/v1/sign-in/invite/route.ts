import { keepTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.acceptInvite, async ({ portal, request, body, address }) => {
  const { ticket, state } = await portal.signInSteps.acceptInvite(body, address);
  await keepTicket(ticket, request);
  return state;
});
