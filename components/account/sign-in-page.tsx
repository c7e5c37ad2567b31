'use client';

import { Button, Center, Loader, Stack, VisuallyHidden } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { SignInOptions } from '@/server/contract/factors';
import type { Locale } from '@/server/contract/locale';
import { useAction } from '../api/use-action';
import { Problem } from '../shell/problem';
import { Door } from './door';
import { SignInEntry } from './sign-in-entry';
import { type Place, type SignInFlow, useSignInFlow } from './use-sign-in-flow';

/** Most sign-ins need none of it. */
const SignInStep = dynamic(() => import('./sign-in-step'), { ssr: false, loading: () => <Waiting /> });

interface Props {
  /** Where to go afterwards, as the address says; it is checked before it is used. */
  wanted: string | null;
  options: SignInOptions;
  /** This browser holds the cookie of a sign-in that is not over. */
  underWay: boolean;
  /** What next-auth sent the browser back with. */
  error: string | null;
  language: Locale | null;
}

export function SignInPage({ wanted, options, underWay, error, language }: Props) {
  const t = useTranslations('signIn');
  const flow = useSignInFlow(wanted, underWay, error);
  const { title, note } = useHeading(flow.place);
  const [first] = useState(title);
  return (
    <Door title={title} note={note} language={language}>
      <Content flow={flow} wanted={wanted} options={options} />
      {/* Which step it is now, for whoever does not see the page change. */}
      <VisuallyHidden role="status">{title === first ? '' : t('announce', { title, note })}</VisuallyHidden>
    </Door>
  );
}

function Content({ flow, wanted, options }: { flow: SignInFlow } & Pick<Props, 'wanted' | 'options'>) {
  const t = useTranslations('signIn');
  const { place } = flow;
  switch (place.at) {
    case 'entry':
      return <SignInEntry wanted={wanted} options={options} problem={place.problem} flow={flow} />;
    case 'resuming':
      return (
        <Stack gap="md">
          {place.error ? <Problem title={t('unreadable')} error={place.error} retry={() => void flow.resume()} /> : <Waiting />}
          {place.error && <BeginAgain flow={flow} />}
        </Stack>
      );
    case 'finishing':
      return <Waiting />;
    case 'step':
    case 'codes':
      return (
        <Stack gap="lg">
          <SignInStep place={place} flow={flow} />
          {place.at === 'step' && <BeginAgain flow={flow} />}
        </Stack>
      );
  }
}

function useHeading(place: Place): { title: string; note: string } {
  const t = useTranslations('signIn');
  switch (place.at) {
    case 'step': {
      const { step, name } = place.state;
      if (step === 'done') break;
      return { title: t(`step.${step}.title`), note: t(`step.${step}.note`, { name }) };
    }
    case 'codes':
      return { title: t('step.codes.title'), note: t('step.codes.note', { name: place.then.name }) };
    case 'finishing':
      return { title: t('title'), note: t('finishing') };
    case 'resuming':
      return { title: t('title'), note: place.error ? t('note') : t('resuming') };
    case 'entry':
      break;
  }
  return { title: t('title'), note: t('note') };
}

function BeginAgain({ flow }: { flow: SignInFlow }) {
  const t = useTranslations('signIn');
  const { run, busy, error } = useAction(flow.beginAgain);
  return (
    <Stack gap="sm">
      {error && <Problem title={t('notBegunAgain')} error={error} />}
      <Button variant="subtle" color="gray" size="sm" loading={busy} onClick={() => void run()} fullWidth>
        {t('beginAgain')}
      </Button>
    </Stack>
  );
}

function Waiting() {
  return (
    <Center py="xl">
      <Loader size="sm" aria-hidden />
    </Center>
  );
}
