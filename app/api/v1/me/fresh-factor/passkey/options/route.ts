import { relyingParty } from '@/app/api/relying-party';
import { handle, operations } from '@/app/api/v1/operation';

export const POST = handle(operations.beginFresh, ({ portal, identity, request }) =>
  portal.factors.beginFresh(identity, relyingParty(request)),
);
