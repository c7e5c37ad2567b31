import { readTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.beginEnrolTotp, ({ portal, request }) => portal.signInSteps.beginTotp(readTicket(request)));
