'use client';

import { Modal } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { User } from '@/server/contract/people';
import { AddPerson } from './add-person';
import { useStepUp } from '../factors/step-up';
import { EditPerson } from './edit-person';
import { InvitePerson, InviteShown, type Invite } from './invite-person';
import { PersonTokens } from './person-tokens';
import { SetPassword } from './set-password';

export type PersonDialogState =
  | { kind: 'add' }
  | { kind: 'edit'; user: User }
  | { kind: 'password'; user: User }
  | { kind: 'tokens'; user: User }
  | { kind: 'invite'; user: User }
  | { kind: 'invited'; user: User; invite: Invite };

interface Props {
  state: PersonDialogState | null;
  onClose: () => void;
  /** The dialog stays. */
  onChanged: (user: User) => void;
  /** @param next what is shown then; without it the dialog closes */
  onSaved: (user: User, next?: PersonDialogState) => void;
}

export function PersonDialogs({ state, onClose, onChanged, onSaved }: Props) {
  const t = useTranslations('people');
  const { asking } = useStepUp();
  const once = state?.kind === 'invited';
  const invited = (user: User, invite: Invite) => onSaved(user, { kind: 'invited', user, invite });
  return (
    <Modal
      opened={state !== null}
      onClose={onClose}
      title={state ? titleOf(t, state) : ''}
      size={state?.kind === 'tokens' ? 'lg' : 'md'}
      closeOnClickOutside={false}
      // What is shown cannot be had again.
      closeOnEscape={!once && !asking}
    >
      {state?.kind === 'add' && <AddPerson onSaved={onSaved} onInvited={invited} />}
      {state?.kind === 'edit' && <EditPerson user={state.user} onSaved={onSaved} />}
      {state?.kind === 'password' && <SetPassword user={state.user} onSaved={onSaved} />}
      {state?.kind === 'tokens' && <PersonTokens user={state.user} onChanged={onChanged} />}
      {state?.kind === 'invite' && <InvitePerson user={state.user} onInvited={invited} />}
      {state?.kind === 'invited' && <InviteShown user={state.user} invite={state.invite} onDone={onClose} />}
    </Modal>
  );
}

function titleOf(t: ReturnType<typeof useTranslations<'people'>>, state: PersonDialogState): string {
  switch (state.kind) {
    case 'add':
      return t('add.open');
    case 'edit':
      return state.user.name;
    case 'password':
      return t('password.title', { name: state.user.name });
    case 'tokens':
      return t('tokens.title', { name: state.user.name });
    case 'invite':
    case 'invited':
      return t('invite.title', { name: state.user.name });
  }
}
