'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useEffect } from 'react';
import { ApiError, toApiError } from '../api/api-error';
import { call } from '../api/client';
import { PasskeyError } from '../factors/passkey-error';
import { usePasskeys } from '../factors/use-passkeys';
import type { SignInFlow } from './use-sign-in-flow';

/** Signs in with a passkey alone, when somebody asks for it. */
export function usePasskeySignIn({ answer }: SignInFlow): () => Promise<null> {
  const passkeys = usePasskeys();
  return useCallback(async () => {
    const body = await passkeys.show(await call('beginPasskeySignIn'));
    await answer(call('answerPasskey', { body }));
    return null;
  }, [answer, passkeys]);
}

/** Has the browser offer passkeys in the field for the name, where it can. Nobody has asked: what fails before a choice stays unsaid. */
export function usePasskeyInField(possible: boolean, { answer }: SignInFlow, onFailure: (error: ApiError) => void): void {
  const t = useTranslations('factors');
  useEffect(() => {
    if (!possible) return;
    const left = new AbortController();
    const gone = () => left.signal.aborted;
    void (async () => {
      const browser = await import('../factors/passkey-browser');
      if (gone() || !(await browser.offersPasskeysInFields())) return;
      const begun = await call('beginPasskeySignIn').catch(() => null);
      // The page may be another by now, or ask for a passkey by its button.
      if (gone() || !begun) return;
      left.signal.addEventListener('abort', browser.stopAsking);
      const body = await browser.showPasskey(begun, true).catch((error: unknown) => {
        if (!(error instanceof PasskeyError)) throw error;
        return null;
      });
      if (gone() || !body) return;
      await answer(call('answerPasskey', { body }));
    })().catch((error: unknown) => {
      if (!gone()) onFailure(error instanceof ApiError ? error : new ApiError(toApiError(error).code, 0, t('passkey.failed')));
    });
    return () => left.abort();
  }, [possible, answer, onFailure, t]);
}
