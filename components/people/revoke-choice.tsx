'use client';

import { Checkbox, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { User } from '@/server/contract/people';

/** What a question is answered with, besides yes. */
export interface Choice {
  revokeTokens: boolean;
}

/** A question is shown outside of the page and answered by its own buttons: what was chosen is kept here until then. */
export function choiceOf(revokeTokens: boolean): Choice & { choose: (revoke: boolean) => void } {
  const choice = { revokeTokens, choose: (revoke: boolean) => void (choice.revokeTokens = revoke) };
  return choice;
}

interface Props {
  /** In the language of the page: a question is shown outside of the page, which has its words. */
  words: { text: string; label: string; hint: string };
  tokens: number;
  chosen: boolean;
  onChoose: (revoke: boolean) => void;
}

/** A question about an account, and whether its tokens go too. */
export function AskWithTokens({ words: { text, label, hint }, tokens, chosen, onChoose }: Props) {
  const [revokeTokens, setRevokeTokens] = useState(chosen);
  return (
    <Stack gap="md">
      <Text size="sm">{text}</Text>
      {tokens > 0 && (
        <Checkbox
          label={label}
          description={hint}
          checked={revokeTokens}
          onChange={(event) => {
            onChoose(event.currentTarget.checked);
            setRevokeTokens(event.currentTarget.checked);
          }}
        />
      )}
    </Stack>
  );
}

interface ChoiceProps {
  user: User;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Nothing where there is no token. */
export function RevokeChoice({ user: { tokens }, checked, onChange }: ChoiceProps) {
  const t = useTranslations('people');
  if (tokens === 0) return null;
  return (
    <Checkbox
      label={t('tokens.revokeToo', { count: tokens })}
      description={t('tokens.revokeTooHint')}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
