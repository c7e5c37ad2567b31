'use client';

/** What an administrator does to an account besides changing its particulars. What takes something away asks first. */

import { useTranslations } from 'next-intl';
import { createElement, useMemo } from 'react';
import type { User } from '@/server/contract/people';
import { call } from '../api/client';
import { useStepUp } from '../factors/step-up';
import { askFirst } from '../shell/confirm';
import { notifyDone, notifyProblem } from '../shell/notify';
import { AskWithTokens, choiceOf, type Choice } from './revoke-choice';

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

const queryOf = ({ revokeTokens }: Choice) => ({ revokeTokens: revokeTokens ? ('true' as const) : ('false' as const) });

/** @param onRemoved both must be stable */
export function usePersonDeeds(onChanged: (user: User) => void, onRemoved: () => void): PersonDeeds {
  const t = useTranslations('people');
  const { stepUp } = useStepUp();
  return useMemo(() => {
    const refresh = async (id: string) => onChanged(await call('getUser', { params: { id } }));
    const ask = ({ tokens }: User, text: string, choice: ReturnType<typeof choiceOf>) => {
      const words = { text, label: t('tokens.revokeToo', { count: tokens }), hint: t('tokens.revokeTooHint') };
      return createElement(AskWithTokens, { words, tokens, chosen: choice.revokeTokens, onChoose: choice.choose });
    };
    return {
      disable: ({ id, name }) =>
        askFirst({
          title: t('disable.title', { name }),
          body: t('disable.body'),
          confirm: t('disable.open'),
          act: () =>
            stepUp(async () => {
              onChanged(await call('updateUser', { params: { id }, body: { disabled: true } }));
              notifyDone(t('disable.done', { name }));
            }),
        }),
      enable: ({ id, name }) =>
        void stepUp(async () => {
          onChanged(await call('updateUser', { params: { id }, body: { disabled: false } }));
          notifyDone(t('enable.done', { name }));
        }).catch((error: unknown) => notifyProblem(t('enable.failed', { name }), error)),
      demandPassword: ({ id, name }) =>
        void stepUp(async () => {
          onChanged(await call('updateUser', { params: { id }, body: { mustChangePassword: true } }));
          notifyDone(t('demand.done', { name }));
        }).catch((error: unknown) => notifyProblem(t('demand.failed', { name }), error)),
      signOut: (user) => {
        const { id, name } = user;
        // They may sign in again, so what uses their tokens goes on unless somebody says otherwise.
        const choice = choiceOf(false);
        askFirst({
          title: t('signOut.title', { name }),
          body: ask(user, t('signOut.body'), choice),
          confirm: t('signOut.confirm'),
          act: async () => {
            await call('signOutUser', { params: { id }, query: queryOf(choice) });
            await refresh(id);
            notifyDone(t('signOut.done', { name }));
          },
        });
      },
      resetFactors: (user) => {
        const { id, name } = user;
        const choice = choiceOf(user.tokens > 0);
        askFirst({
          title: t('factors.title', { name }),
          body: ask(user, t('factors.body'), choice),
          confirm: t('factors.confirm'),
          act: () =>
            stepUp(async () => {
              await call('resetFactors', { params: { id }, query: queryOf(choice) });
              await refresh(id);
              notifyDone(t('factors.done', { name }));
            }),
        });
      },
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
          act: () =>
            stepUp(async () => {
              await call('removeUser', { params: { id } });
              notifyDone(t('removal.done', { name }));
              onRemoved();
            }),
        }),
    };
  }, [t, stepUp, onChanged, onRemoved]);
}
