'use client';

import { Modal } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { User } from '@/server/contract/people';
import { AddPerson } from './add-person';
import { EditPerson } from './edit-person';
import { SetPassword } from './set-password';

export type PersonDialogState = { kind: 'add' } | { kind: 'edit'; user: User } | { kind: 'password'; user: User };

interface Props {
  state: PersonDialogState | null;
  onClose: () => void;
  onSaved: (user: User) => void;
}

export function PersonDialogs({ state, onClose, onSaved }: Props) {
  const t = useTranslations('people');
  return (
    <Modal opened={state !== null} onClose={onClose} title={state ? titleOf(t, state) : ''} closeOnClickOutside={false}>
      {state?.kind === 'add' && <AddPerson onSaved={onSaved} />}
      {state?.kind === 'edit' && <EditPerson user={state.user} onSaved={onSaved} />}
      {state?.kind === 'password' && <SetPassword user={state.user} onSaved={onSaved} />}
    </Modal>
  );
}

function titleOf(t: ReturnType<typeof useTranslations<'people'>>, state: PersonDialogState): string {
  if (state.kind === 'add') return t('add.open');
  return state.kind === 'edit' ? state.user.name : t('password.title', { name: state.user.name });
}
