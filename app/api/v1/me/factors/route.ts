import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getFactors, ({ portal, identity }) => portal.factors.list(identity));
