import type { SecurityType } from './security-type';

/** None (RFC 6143 section 7.2.1): nobody proves anything. */
export const none: SecurityType = {
  type: 1,
  name: 'None',
  needs: [],
  authenticate: () => Promise.resolve(),
};
