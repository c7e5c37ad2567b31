import { readTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.enrolTotp, ({ portal, request, body, address }) =>
  portal.signInSteps.enrolTotp(readTicket(request), body.code, address),
);
