/** How the document of a request looks. Apart from the frame, so that whoever asks does not bring the frame's components along. */

import 'server-only';
import { headers } from 'next/headers';
import { cache } from 'react';
import { portal } from '@/server/portal';
import { identify } from './guard';

/** What the person chose on any machine. Who can't be identified now is told so by the page itself. */
export const colorSchemeOfPerson = cache(async () => {
  try {
    const identity = await identify();
    return identity ? (await portal().settings.get(identity)).colorScheme : 'auto';
  } catch {
    return 'auto';
  }
});

/** The nonce that the custom server allows for scripts and styles of this document. */
export const nonceOfRequest = async () => (await headers()).get('x-nonce') ?? '';
