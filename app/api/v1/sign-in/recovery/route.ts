import { readTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.answerRecovery, ({ portal, request, body, address }) =>
  portal.signInSteps.recoveryCode(readTicket(request), body.code, address),
);
