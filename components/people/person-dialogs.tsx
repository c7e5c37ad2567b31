'use client';

import { Modal } from '@mantine/core';
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
  return (
    <Modal opened={state !== null} onClose={onClose} title={state ? titleOf(state) : ''} closeOnClickOutside={false}>
      {state?.kind === 'add' && <AddPerson onSaved={onSaved} />}
      {state?.kind === 'edit' && <EditPerson user={state.user} onSaved={onSaved} />}
      {state?.kind === 'password' && <SetPassword user={state.user} onSaved={onSaved} />}
    </Modal>
  );
}

function titleOf(state: PersonDialogState): string {
  if (state.kind === 'add') return 'Add a user';
  return state.kind === 'edit' ? state.user.name : `A new password for ${state.user.name}`;
}
