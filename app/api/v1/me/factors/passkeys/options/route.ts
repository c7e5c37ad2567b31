import { relyingParty } from '@/app/api/relying-party';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.beginPasskey, ({ portal, identity, request }) =>
  portal.factors.beginPasskey(identity, relyingParty(request)),
);
