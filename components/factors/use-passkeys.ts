'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ApiError } from '../api/api-error';
import type { Ceremony, CeremonyAnswer } from './ceremony';
import { PasskeyError } from './passkey-error';

export interface Passkeys {
  show: (ceremony: Ceremony) => Promise<CeremonyAnswer>;
  make: (ceremony: Ceremony) => Promise<CeremonyAnswer>;
}

/** Showing and making passkeys; a failure is an ApiError that says in the person's language what went wrong. */
export function usePasskeys(): Passkeys {
  const t = useTranslations('factors');
  return useMemo(() => {
    const said = async <T>(asked: Promise<T>): Promise<T> => {
      try {
        return await asked;
      } catch (error) {
        if (!(error instanceof PasskeyError)) throw error;
        const problem = error.problem === 'replaced' ? 'cancelled' : error.problem;
        throw new ApiError('passkey', 0, t(`passkey.${problem}`));
      }
    };
    return {
      show: (ceremony) => said(import('./passkey-browser').then((browser) => browser.showPasskey(ceremony))),
      make: (ceremony) => said(import('./passkey-browser').then((browser) => browser.makePasskey(ceremony))),
    };
  }, [t]);
}
