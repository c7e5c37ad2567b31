/** How a person likes the portal. Kept on the server, so that it follows them to the next machine. */

import { z } from 'zod';
import { keyboardLayoutSchema } from './keyboard';
import { locales } from './locale';

export const localeSchema = z.enum(locales);

/** How a picture meets the window: scaled to fit, one to one with panning, or the machine changes its resolution. */
export const scalingSchema = z.enum(['fit', 'actual', 'remote']);
export type Scaling = z.infer<typeof scalingSchema>;

/** What the VNC server is asked for: by the measured bandwidth, or as for a local network, a good line, a slow line. */
export const pictureQualitySchema = z.enum(['auto', 'lan', 'wan', 'slow']);
export type PictureQuality = z.infer<typeof pictureQualitySchema>;

/**
 * The colours that the VNC server is asked for: all; those of its own pixel format, as it announces it; few, for one that knows no more than
 * 256 or 65,536.
 */
export const coloursSchema = z.enum(['full', 'own', 'few']);
export type Colours = z.infer<typeof coloursSchema>;

/** How a press of a key is told to the VNC server: what suits it, always the character, or always the key's place on the machine's layout. */
export const keySendingSchema = z.enum(['auto', 'characters', 'places']);
export type KeySending = z.infer<typeof keySendingSchema>;

/** What may differ from host to host; what a host has none of is the person's own for all hosts. */
export const hostSettingsSchema = z.strictObject({
  scaling: scalingSchema,
  quality: pictureQualitySchema,
  colours: coloursSchema,
  /** For a server that has red and blue in each other's place. */
  swapRedBlue: z.boolean(),
  /** The layout that the machine is set to, where the person knows better than the host's registration; null: as registered. */
  keyboardLayout: keyboardLayoutSchema.nullable(),
  keySending: keySendingSchema,
});
export type HostSettings = z.infer<typeof hostSettingsSchema>;

/** A combination of keys that somebody made for the menu of keys: names of `KeyboardEvent.code`, pressed in this order. */
export const combinationSchema = z.strictObject({
  label: z.string().trim().min(1).max(40),
  codes: z
    .array(z.string().regex(/^[A-Za-z0-9]{1,24}$/))
    .min(1)
    .max(6),
});
export type SavedCombination = z.infer<typeof combinationSchema>;
export const MAX_COMBINATIONS = 24;

/** Columns of the host list that may be hidden. */
export const hostColumnSchema = z.enum(['status', 'address', 'tags', 'people', 'opened', 'description', 'updated']);
export type HostColumn = z.infer<typeof hostColumnSchema>;

export const settingsSchema = z.strictObject({
  /** null: as the browser asks for. */
  locale: localeSchema.nullable(),
  colorScheme: z.enum(['light', 'dark', 'auto']),
  /** For every host that has none of its own. */
  console: hostSettingsSchema.extend({
    /** The toolbar stays. */
    pinned: z.boolean(),
    /** Shows latency, pictures a second and bandwidth. */
    meter: z.boolean(),
    /** A dot where the machine shows no cursor. */
    dotCursor: z.boolean(),
    /** A machine that follows the window is asked for pixels as large as the page's, on a screen whose own are smaller. */
    largePixels: z.boolean(),
    /** The clipboards of both machines are one, as far as the host's policy and the browser allow. */
    clipboardSync: z.boolean(),
    /** On a Mac, the left Option key is Alt at the machine, and Command the Windows key. */
    optionAsAlt: z.boolean(),
    /** A finger is the pointer itself, or moves it as on a trackpad. */
    touch: z.enum(['direct', 'trackpad']),
    /** Where fingers are at work, a bar for thumbs. */
    touchBar: z.boolean(),
    /** Characters a second when text is typed as keystrokes. */
    typingRate: z.number().int().min(1).max(200),
  }),
  combinations: z.array(combinationSchema).max(MAX_COMBINATIONS),
  hostList: z.strictObject({
    columns: z.array(hostColumnSchema),
    groupByTag: z.boolean(),
  }),
});
export type Settings = z.infer<typeof settingsSchema>;
export type ConsoleSettings = Settings['console'];

export const defaultSettings: Settings = {
  locale: null,
  colorScheme: 'auto',
  console: {
    scaling: 'fit',
    quality: 'auto',
    colours: 'full',
    swapRedBlue: false,
    keyboardLayout: null,
    keySending: 'auto',
    pinned: false,
    meter: false,
    dotCursor: true,
    largePixels: false,
    clipboardSync: true,
    optionAsAlt: false,
    touch: 'direct',
    touchBar: true,
    typingRate: 40,
  },
  combinations: [],
  hostList: { columns: ['status', 'address', 'tags', 'people', 'opened'], groupByTag: false },
};

/** What is absent stays as it is. */
export const settingsPatchSchema = z
  .strictObject({
    ...settingsSchema.shape,
    console: settingsSchema.shape.console.partial(),
    hostList: settingsSchema.shape.hostList.partial(),
  })
  .partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** One host's: null takes the host's own away, so that the person's own for all hosts counts again. */
export const ownHostSettingsSchema = hostSettingsSchema.partial();
export type OwnHostSettings = z.infer<typeof ownHostSettingsSchema>;
export const hostSettingsPatchSchema = z
  .strictObject({
    scaling: hostSettingsSchema.shape.scaling.nullable(),
    quality: hostSettingsSchema.shape.quality.nullable(),
    colours: hostSettingsSchema.shape.colours.nullable(),
    swapRedBlue: hostSettingsSchema.shape.swapRedBlue.nullable(),
    keyboardLayout: hostSettingsSchema.shape.keyboardLayout,
    keySending: hostSettingsSchema.shape.keySending.nullable(),
  })
  .partial();
export type HostSettingsPatch = z.infer<typeof hostSettingsPatchSchema>;
