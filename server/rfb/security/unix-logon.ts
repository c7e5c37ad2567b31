import { plain } from './plain';
import type { SecurityType } from './security-type';

/**
 * Tight Unix Login Authentication (rfbproto.rst): code 129 of Tight's own list, not the security type of that number. The message is that of
 * Plain, and as open: whether that may be is for whoever chooses it.
 */
export const unixLogon: SecurityType = { ...plain, type: 129, name: 'UnixLogon' };
