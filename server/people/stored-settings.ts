/** Settings as they are stored: only what a person chose, as JSON. What no longer parses, field by field, was never chosen. */

import type { z } from 'zod';
import {
  defaultSettings,
  hostSettingsSchema,
  ownHostSettingsSchema,
  settingsPatchSchema,
  settingsSchema,
  type HostSettings,
  type HostSettingsPatch,
  type OwnHostSettings,
  type Settings,
  type SettingsPatch,
} from '../contract/settings';

/** The language is kept with the person, where every request reads it. */
export type ChosenSettings = Omit<SettingsPatch, 'locale'>;

const { console: consoleSchema, hostList: hostListSchema, ...others } = settingsSchema.shape;

export function readChosen(data: string | null): ChosenSettings {
  const stored = parseObject(data);
  const { locale: _locale, ...chosen } = settingsPatchSchema.parse({
    ...fieldsOf(others, stored),
    console: fieldsOf(consoleSchema.shape, stored['console']),
    hostList: fieldsOf(hostListSchema.shape, stored['hostList']),
  });
  return chosen;
}

export function withChosen(chosen: ChosenSettings, patch: SettingsPatch): ChosenSettings {
  const { locale: _locale, ...rest } = patch;
  return { ...chosen, ...rest, console: { ...chosen.console, ...patch.console }, hostList: { ...chosen.hostList, ...patch.hostList } };
}

export function settingsOf(chosen: ChosenSettings, locale: Settings['locale']): Settings {
  return settingsSchema.parse({
    ...defaultSettings,
    ...chosen,
    locale,
    console: { ...defaultSettings.console, ...chosen.console },
    hostList: { ...defaultSettings.hostList, ...chosen.hostList },
  });
}

export function readOwn(data: string | null): OwnHostSettings {
  return ownHostSettingsSchema.parse(fieldsOf(hostSettingsSchema.shape, parseObject(data)));
}

/** null takes a choice away. */
export function withOwn(own: OwnHostSettings, patch: HostSettingsPatch): OwnHostSettings {
  const changed = { ...own, ...patch };
  return ownHostSettingsSchema.parse(Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null)));
}

/** What counts on a host: its own, else what the person chose for all. */
export function hostSettingsOf(own: OwnHostSettings, { console }: Settings): HostSettings {
  const { scaling, quality, colours, swapRedBlue, keyboardLayout, keySending } = console;
  return hostSettingsSchema.parse({ scaling, quality, colours, swapRedBlue, keyboardLayout, keySending, ...own });
}

function parseObject(data: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(data ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function fieldsOf(shape: Record<string, z.ZodType>, stored: unknown): Record<string, unknown> {
  const values: Record<string, unknown> = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  return Object.fromEntries(
    Object.entries(shape).flatMap(([name, schema]) => {
      const parsed = schema.safeParse(values[name]);
      return parsed.success ? [[name, parsed.data] as const] : [];
    }),
  );
}
