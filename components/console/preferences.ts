import { z } from 'zod';

/** How a picture meets the window: scaled to fit, one to one with panning, or the machine changes its resolution. */
export const scalingSchema = z.enum(['fit', 'actual', 'remote']);
export type Scaling = z.infer<typeof scalingSchema>;

const preferencesSchema = z.object({
  scaling: scalingSchema.catch('fit'),
  pinned: z.boolean().catch(false),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export const defaults: Preferences = { scaling: 'fit', pinned: false };

const SLOT = 'vnc-portal:console';

/** Whatever is stored: a preference that makes no sense is its default. */
export function readPreferences(text: string | null): Preferences {
  if (text === null) return defaults;
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : defaults;
  } catch {
    return defaults;
  }
}

export function loadPreferences(): Preferences {
  try {
    return readPreferences(localStorage.getItem(SLOT));
  } catch {
    return defaults;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(SLOT, JSON.stringify(preferences));
  } catch {
    // Storage is full or forbidden: they last until the page is left.
  }
}
