'use client';

import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { z } from 'zod';
import { DEFAULT_INVITE_HOURS, type inviteCreatedSchema } from '@/server/contract/factors';
import type { User } from '@/server/contract/people';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { useStepUp } from '../factors/step-up';
import { Command } from '../shell/command';
import { Problem } from '../shell/problem';
import { useTimeText } from '../shell/time-text';
import { RevokeChoice } from './revoke-choice';

export type Invite = z.infer<typeof inviteCreatedSchema>;

const DAY_HOURS = 24;
const lifetimes = [DAY_HOURS, DEFAULT_INVITE_HOURS, 7 * DAY_HOURS, 30 * DAY_HOURS];

/** Draws a code for somebody who sets their password by it. */
export function InvitePerson({ user, onInvited }: { user: User; onInvited: (user: User, invite: Invite) => void }) {
  const t = useTranslations('people');
  const { stepUp } = useStepUp();
  const [revokeTokens, setRevokeTokens] = useState(user.tokens > 0);
  const [hours, setHours] = useState(DEFAULT_INVITE_HOURS);
  const { run, busy, error } = useAction(() =>
    stepUp(async () => {
      const params = { id: user.id };
      const invite = await call('inviteUser', { params, body: { hours, revokeTokens } });
      onInvited({ ...user, invitedUntil: invite.expiresAt, tokens: revokeTokens ? 0 : user.tokens }, invite);
    }),
  );
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{user.hasPassword ? t('invite.noteWithPassword') : t('invite.note')}</Text>
        {user.invitedUntil !== null && (
          <Text size="sm" c="dimmed">
            {t('invite.replaces')}
          </Text>
        )}
        <Select
          label={t('invite.hours')}
          data={lifetimes.map((value) => ({ value: String(value), label: t('invite.days', { count: value / DAY_HOURS }) }))}
          value={String(hours)}
          onChange={(value) => setHours(Number(value ?? DEFAULT_INVITE_HOURS))}
          allowDeselect={false}
          data-autofocus
        />
        <RevokeChoice user={user} checked={revokeTokens} onChange={setRevokeTokens} />
        {error && <Problem title={t('invite.failed')} error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {t('invite.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ShownProps {
  user: User;
  invite: Invite;
  onDone: () => void;
}

/** The code, this once, and where it is to be used. It stays out of the address: addresses end up in histories and logs. */
export function InviteShown({ user, invite, onDone }: ShownProps) {
  const t = useTranslations('people');
  const { dateTime } = useTimeText();
  const page = `${window.location.origin}${basePath()}/invite#${new URLSearchParams({ name: user.name }).toString()}`;
  return (
    <Stack gap="md">
      <Text size="sm">{t('invite.shown', { name: user.name, time: dateTime(invite.expiresAt) })}</Text>
      <div>
        <Text size="sm" fw={500} mb={4}>
          {t('invite.code')}
        </Text>
        <Command text={invite.code} label={t('invite.copyCode')} />
      </div>
      <div>
        <Text size="sm" fw={500} mb={4}>
          {t('invite.page')}
        </Text>
        <Command text={page} label={t('invite.copyPage')} />
      </div>
      <Text size="sm" c="dimmed">
        {t('invite.apart')}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('invite.kept')}</Button>
      </Group>
    </Stack>
  );
}
