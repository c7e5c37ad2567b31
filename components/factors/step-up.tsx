'use client';

import { getDefaultZIndex, Modal, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { ApiError } from '../api/api-error';
import { FreshFactor } from './fresh-factor';
import { FreshPassword } from './fresh-password';
import { FreshSignIn } from './fresh-sign-in';

type Deed = () => Promise<void>;
/**
 * Does something that may take a fresh proof of who asks. If it does, the person is asked for the proof, and it is done then.
 * It is over when it was done, or when the person gave up; it throws what the deed throws.
 */
export type StepUp = (deed: Deed) => Promise<void>;
type Asked = 'factor' | 'password' | 'signIn';

const asks: Partial<Record<string, Asked>> = {
  fresh_factor_needed: 'factor',
  fresh_password_needed: 'password',
  fresh_sign_in_needed: 'signIn',
};

interface Shared {
  stepUp: StepUp;
  /** Whether the person is being asked: a dialog below stays open whatever key is pressed. */
  asking: boolean;
}
const StepUpContext = createContext<Shared | null>(null);

/** @throws Error outside of {@link StepUpDialog}: a programming error */
export function useStepUp(): Shared {
  const shared = use(StepUpContext);
  if (!shared) throw new Error('useStepUp is for what stands inside StepUpDialog');
  return shared;
}

/** Asks for a second factor, or the password, once more, whenever something inside needs it. */
export function StepUpDialog({ children }: { children: ReactNode }) {
  const t = useTranslations('factors');
  const [pending, setPending] = useState<{ asked: Asked; answer: (shown: boolean) => void } | null>(null);
  const stepUp = useCallback<StepUp>(async (deed) => {
    for (;;) {
      try {
        await deed();
        return;
      } catch (error) {
        const asked = error instanceof ApiError ? asks[error.code] : undefined;
        if (asked === undefined) throw error;
        const shown = await new Promise<boolean>((answer) => setPending({ asked, answer }));
        setPending(null);
        if (!shown) return;
      }
    }
  }, []);
  const asking = pending !== null;
  const shared = useMemo(() => ({ stepUp, asking }), [stepUp, asking]);
  const onShown = useCallback(() => pending?.answer(true), [pending]);
  return (
    <StepUpContext value={shared}>
      {children}
      <Modal
        opened={asking}
        onClose={() => pending?.answer(false)}
        title={pending ? t(`fresh.${pending.asked}.title`) : ''}
        // Above the dialog whose deed it is for.
        zIndex={getDefaultZIndex('modal') + 10}
      >
        {pending && (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {t(`fresh.${pending.asked}.note`)}
            </Text>
            {pending.asked === 'factor' && <FreshFactor onShown={onShown} />}
            {pending.asked === 'password' && <FreshPassword onShown={onShown} />}
            {pending.asked === 'signIn' && <FreshSignIn />}
          </Stack>
        )}
      </Modal>
    </StepUpContext>
  );
}
