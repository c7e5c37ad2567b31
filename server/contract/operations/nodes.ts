import { nodeSchema } from '../nodes';
import { itemsOf, type Operation } from './operation';

export const nodesOperations = {
  listNodes: {
    method: 'GET',
    path: '/nodes',
    audience: 'admin',
    summary: 'The processes of the portal, on every machine, and their load',
    response: itemsOf(nodeSchema),
  },
} as const satisfies Record<string, Operation>;
