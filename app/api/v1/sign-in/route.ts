import { keepTicket, readTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getSignIn, ({ portal, request }) => portal.signInSteps.state(readTicket(request)));

export const DELETE = handle(operations.cancelSignIn, async ({ portal, request }) => {
  await portal.signInSteps.cancel(readTicket(request));
  await keepTicket(null, request);
  return undefined;
});
