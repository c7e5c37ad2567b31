'use client';

import { Modal, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, use, useCallback, useState } from 'react';
import { ApiError, toApiError } from '../api/api-error';
import { FreshFactor } from '../factors/fresh-factor';
import { notifyProblem } from '../shell/notify';

type Deed = () => Promise<void>;
/**
 * Does something that may want a second factor first. If it does, the person is asked for it, and only then it is done: this is over as
 * soon as they are asked, so that whatever was open can close.
 */
export type Freshly = (deed: Deed) => Promise<void>;

const FreshlyContext = createContext<Freshly | null>(null);

/** @throws Error outside of {@link FreshFactorDialog}: a programming error */
export function useFreshly(): Freshly {
  const freshly = use(FreshlyContext);
  if (!freshly) throw new Error('useFreshly is for what stands inside FreshFactorDialog');
  return freshly;
}

/** Asks for a second factor once more, whenever something inside needs it. */
export function FreshFactorDialog({ children }: { children: ReactNode }) {
  const t = useTranslations('factors');
  const [pending, setPending] = useState<Deed | null>(null);
  const freshly = useCallback<Freshly>(async (deed) => {
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'fresh_factor_needed') throw error;
      setPending(() => deed);
    }
  }, []);
  const onShown = useCallback(async () => {
    setPending(null);
    await pending?.().catch((error: unknown) => notifyProblem(t('fresh.failed'), toApiError(error)));
  }, [pending, t]);
  return (
    <FreshlyContext value={freshly}>
      {children}
      <Modal opened={pending !== null} onClose={() => setPending(null)} title={t('fresh.title')}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('fresh.note')}
          </Text>
          <FreshFactor onShown={onShown} />
        </Stack>
      </Modal>
    </FreshlyContext>
  );
}
