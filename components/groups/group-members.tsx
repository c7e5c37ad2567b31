'use client';

import { ActionIcon, Avatar, Badge, Button, Group as Row, Loader, Stack, Text } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { Group, Member } from '@/server/contract/access';
import { PersonPicker } from '../access/pickers';
import { call } from '../api/client';
import { useAction } from '../api/use-action';
import { useResource } from '../api/use-resource';
import { askFirst } from '../shell/confirm';
import { initials } from '../shell/initials';
import { notifyDone } from '../shell/notify';
import { Problem } from '../shell/problem';
import classes from './groups.module.css';

/** Who is in a group, by an administrator or by the word of where they sign in. */
export function GroupMembers({ group, onChanged }: { group: Group; onChanged: () => void }) {
  const t = useTranslations('groups');
  const { id } = group;
  const { data, error, reload } = useResource(useCallback((signal: AbortSignal) => call('listMembers', { params: { id }, signal }), [id]));
  const changed = () => {
    reload();
    onChanged();
  };
  const members = data?.items ?? [];
  return (
    <Stack gap="md">
      <AddMember group={group} onAdded={changed} />
      {error && <Problem title={t('detail.failed')} error={error} retry={reload} />}
      {!data && !error && <Loader aria-label={t('loading')} />}
      {data && members.length === 0 && <Text c="dimmed">{t('detail.empty')}</Text>}
      {members.length > 0 && (
        <ul className={classes.members} aria-label={t('detail.list')}>
          {members.map((member) => (
            <MemberLine key={member.userId} group={group} member={member} onRemoved={changed} />
          ))}
        </ul>
      )}
      {members.some(({ providers }) => providers.length > 0) && (
        <Text size="sm" c="dimmed">
          {t('detail.byNote')}
        </Text>
      )}
    </Stack>
  );
}

function AddMember({ group, onAdded }: { group: Group; onAdded: () => void }) {
  const t = useTranslations('groups');
  const [chosen, setChosen] = useState({ id: '', label: '' });
  const [missing, setMissing] = useState(false);
  const { run, busy, error } = useAction(async () => {
    await call('addMember', { params: { id: group.id, userId: chosen.id } });
    notifyDone(t('detail.added', { name: chosen.label }));
    setChosen({ id: '', label: '' });
    onAdded();
  });
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(chosen.id === '');
        if (chosen.id !== '') void run();
      }}
    >
      <Stack gap="sm">
        <Row align="flex-start" gap="sm" wrap="nowrap">
          <div className={classes.who}>
            <PersonPicker
              label={t('detail.add')}
              placeholder={t('detail.addPlaceholder')}
              value={chosen.id}
              onChange={(next, choice) => setChosen({ id: next, label: choice?.label ?? '' })}
              error={missing && chosen.id === '' ? t('detail.chooseFirst') : undefined}
            />
          </div>
          <Button type="submit" variant="default" loading={busy} className={classes.add}>
            {t('detail.addButton')}
          </Button>
        </Row>
        {error && <Problem title={t('detail.notAdded')} error={error} />}
      </Stack>
    </form>
  );
}

interface LineProps {
  group: Group;
  member: Member;
  onRemoved: () => void;
}

function MemberLine({ group, member, onRemoved }: LineProps) {
  const t = useTranslations('groups');
  const list = new Intl.ListFormat(useLocale(), { type: 'conjunction', style: 'narrow' });
  const { userId, name, displayName, disabled, local } = member;
  const shown = displayName || name;
  const providers = list.format(member.providers);
  const also = local && member.providers.length > 0;
  const remove = () =>
    askFirst({
      title: t('detail.removal.title', { name: shown, group: group.name }),
      body: also ? t('detail.removal.bodyAlso', { providers }) : t('detail.removal.body'),
      confirm: t('detail.removal.confirm'),
      act: async () => {
        await call('removeMember', { params: { id: group.id, userId } });
        notifyDone(t('detail.removal.done', { name: shown }));
        onRemoved();
      },
    });
  return (
    <li className={classes.member}>
      <Avatar size={32} radius="xl" color={disabled ? 'gray' : 'petrol'} aria-hidden>
        {initials(displayName, name)}
      </Avatar>
      <div className={classes.words}>
        <Row gap={8}>
          <strong>{shown}</strong>
          {disabled && (
            <Badge size="sm" color="gray" variant="outline" tt="none">
              {t('detail.disabled')}
            </Badge>
          )}
        </Row>
        {shown !== name && <span className={classes.name}>{name}</span>}
        {member.providers.length > 0 && (
          <span className={classes.by}>{also ? t('detail.alsoBy', { providers }) : t('detail.by', { providers })}</span>
        )}
      </div>
      {local && (
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('detail.remove', { name: shown })} onClick={remove}>
          <IconUserMinus size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}
