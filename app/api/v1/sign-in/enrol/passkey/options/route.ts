import { relyingParty } from '@/app/api/relying-party';
import { readTicket } from '@/app/api/sign-in-ticket';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.beginEnrolPasskey, ({ portal, request }) =>
  portal.signInSteps.beginEnrolPasskey(readTicket(request), relyingParty(request)),
);
