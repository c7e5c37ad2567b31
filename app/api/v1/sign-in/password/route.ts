import { readTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.answerPassword, ({ portal, request, body, address }) =>
  portal.signInSteps.password(readTicket(request), body.password, address),
);
