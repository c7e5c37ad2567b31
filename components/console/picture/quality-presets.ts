/** What the VNC server is asked for: pseudo-encodings "JPEG quality level" and "compression level" (rfbproto). */

import type { PictureQuality } from '@/server/contract/settings';

export type Line = Exclude<PictureQuality, 'auto'>;
/** From the slowest. */
export const lines = ['slow', 'wan', 'lan'] as const satisfies readonly Line[];

export interface Preset {
  /** 0 the coarsest, 9 the finest. */
  quality: number;
  /** 0 the least work for the server, 9 the fewest bytes. */
  compression: number;
}

export const presets: Readonly<Record<Line, Preset>> = {
  // A quick line needs no compression that costs the machine time.
  lan: { quality: 9, compression: 1 },
  // noVNC's own.
  wan: { quality: 6, compression: 2 },
  // Above 6 the bytes hardly get fewer and the machine's processor is what one waits for.
  slow: { quality: 2, compression: 6 },
};
