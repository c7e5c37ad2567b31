import { handle, operations } from '@/app/api/v1/operation';

export const GET = handle(operations.getSignInOptions, ({ portal }) => portal.signInOptions());
