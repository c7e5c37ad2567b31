/** How each person likes the portal, for all hosts and for one: theirs alone to read and to change. */

import type { Access } from '../access/access';
import type { Identity } from '../auth/identity';
import { PortalError } from '../contract/errors';
import { parseInput } from '../contract/parse-input';
import {
  hostSettingsPatchSchema,
  settingsPatchSchema,
  type HostSettings,
  type HostSettingsPatch,
  type OwnHostSettings,
  type Settings,
  type SettingsPatch,
} from '../contract/settings';
import type { HostService } from '../hosts/host-service';
import type { SettingsRepository } from './settings-repository';
import { hostSettingsOf, readChosen, readOwn, settingsOf, withChosen, withOwn } from './stored-settings';

/** A host's own, and what counts there in the end. */
export interface SettingsOnHost {
  own: OwnHostSettings;
  settings: HostSettings;
}

interface Parts {
  settings: SettingsRepository;
  hosts: HostService;
  access: Access;
  now?: () => number;
}

export class SettingsService {
  private readonly now: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
  }

  async get({ user }: Identity): Promise<Settings> {
    return settingsOf(readChosen(await this.parts.settings.find(user.id)), user.locale);
  }

  /** @throws PortalError `invalid` */
  async update({ user }: Identity, input: SettingsPatch): Promise<Settings> {
    const patch = parseInput(settingsPatchSchema, input);
    return this.parts.settings.transaction(async (settings) => {
      const before = await settings.findForUpdate(user.id);
      if (before === null) throw new PortalError('user_not_found');
      const chosen = withChosen(readChosen(before), patch);
      await settings.replace(user.id, undefined, JSON.stringify(chosen), this.now());
      if (patch.locale !== undefined) await settings.setLocale(user.id, patch.locale);
      return settingsOf(chosen, patch.locale === undefined ? user.locale : patch.locale);
    });
  }

  /** @throws PortalError `host_not_found`, also for one that the person may not open */
  async forHost(identity: Identity, hostId: string): Promise<SettingsOnHost> {
    await this.ensureHost(identity, hostId);
    const [general, data] = await Promise.all([this.get(identity), this.parts.settings.find(identity.user.id, hostId)]);
    return onHost(readOwn(data), general);
  }

  /** @throws PortalError `invalid`, `host_not_found` */
  async updateForHost(identity: Identity, hostId: string, input: HostSettingsPatch): Promise<SettingsOnHost> {
    const patch = parseInput(hostSettingsPatchSchema, input);
    await this.ensureHost(identity, hostId);
    const own = await this.parts.settings.transaction(async (settings) => {
      const before = await settings.findForUpdate(identity.user.id, hostId);
      if (before === null) throw new PortalError('host_not_found');
      const changed = withOwn(readOwn(before), patch);
      await settings.replace(identity.user.id, hostId, JSON.stringify(changed), this.now());
      return changed;
    });
    return onHost(own, await this.get(identity));
  }

  private async ensureHost(identity: Identity, hostId: string): Promise<void> {
    await this.parts.access.ensureHost(identity, hostId);
  }
}

function onHost(own: OwnHostSettings, general: Settings): SettingsOnHost {
  return { own, settings: hostSettingsOf(own, general) };
}
