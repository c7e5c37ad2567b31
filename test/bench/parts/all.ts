import type { Part } from '../bench';
import { bulk } from './bulk';
import { day } from './day';
import { endToEnd } from './end-to-end';
import { firstPicture } from './first-picture';
import { list } from './list';
import { open } from './open';
import { pingPong } from './ping-pong';
import { relay } from './relay';

/** In the order in which they run. */
export const parts: readonly Part[] = [bulk, pingPong, relay, open, day, list, firstPicture, endToEnd];
