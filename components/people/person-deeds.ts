'use client';

/** What an administrator does to an account besides changing its particulars. What takes something away asks first. */

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { User } from '@/server/contract/people';
import { call } from '../api/client';
import { askFirst } from '../shell/confirm';
import { notifyDone, notifyProblem } from '../shell/notify';

export interface PersonDeeds {
  disable: (user: User) => void;
  enable: (user: User) => void;
  /** At the next sign-in a new password has to be set. */
  demandPassword: (user: User) => void;
  signOut: (user: User) => void;
  resetFactors: (user: User) => void;
  withdrawInvite: (user: User) => void;
  remove: (user: User) => void;
}

/** @param onRemoved both must be stable */
export function usePersonDeeds(onChanged: (user: User) => void, onRemoved: () => void): PersonDeeds {
  const t = useTranslations('people');
  return useMemo(() => {
    const refresh = async (id: string) => onChanged(await call('getUser', { params: { id } }));
    return {
      disable: ({ id, name }) =>
        askFirst({
          title: t('disable.title', { name }),
          body: t('disable.body'),
          confirm: t('disable.open'),
          act: async () => {
            onChanged(await call('updateUser', { params: { id }, body: { disabled: true } }));
            notifyDone(t('disable.done', { name }));
          },
        }),
      enable: ({ id, name }) =>
        void call('updateUser', { params: { id }, body: { disabled: false } }).then(
          (user) => {
            onChanged(user);
            notifyDone(t('enable.done', { name }));
          },
          (error: unknown) => notifyProblem(t('enable.failed', { name }), error),
        ),
      demandPassword: ({ id, name }) =>
        void call('updateUser', { params: { id }, body: { mustChangePassword: true } }).then(
          (user) => {
            onChanged(user);
            notifyDone(t('demand.done', { name }));
          },
          (error: unknown) => notifyProblem(t('demand.failed', { name }), error),
        ),
      signOut: ({ id, name }) =>
        askFirst({
          title: t('signOut.title', { name }),
          body: t('signOut.body'),
          confirm: t('signOut.confirm'),
          act: async () => {
            await call('signOutUser', { params: { id } });
            notifyDone(t('signOut.done', { name }));
          },
        }),
      resetFactors: ({ id, name }) =>
        askFirst({
          title: t('factors.title', { name }),
          body: t('factors.body'),
          confirm: t('factors.confirm'),
          act: async () => {
            await call('resetFactors', { params: { id } });
            await refresh(id);
            notifyDone(t('factors.done', { name }));
          },
        }),
      withdrawInvite: ({ id, name }) =>
        askFirst({
          title: t('invite.withdraw.title', { name }),
          body: t('invite.withdraw.body'),
          confirm: t('invite.withdraw.confirm'),
          act: async () => {
            await call('withdrawInvite', { params: { id } });
            await refresh(id);
            notifyDone(t('invite.withdraw.done', { name }));
          },
        }),
      remove: ({ id, name }) =>
        askFirst({
          title: t('removal.title', { name }),
          body: t('removal.body'),
          confirm: t('removal.confirm'),
          act: async () => {
            await call('removeUser', { params: { id } });
            notifyDone(t('removal.done', { name }));
            onRemoved();
          },
        }),
    };
  }, [t, onChanged, onRemoved]);
}
