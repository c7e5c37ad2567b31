/** Keyboard layouts, by the names that XKB gives them. */

import { z } from 'zod';

export const keyboardLayouts = ['us', 'gb', 'de', 'ch', 'fr', 'be', 'es', 'it', 'pt', 'br', 'jp', 'se', 'no', 'dk', 'fi', 'pl'] as const;
export const keyboardLayoutSchema = z.enum(keyboardLayouts);
export type KeyboardLayout = z.infer<typeof keyboardLayoutSchema>;
