'use client';

import { Button, Group, NumberInput, PasswordInput, Progress, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useConsoleModel } from '../console-model';
import { Panel } from '../panel';
import { LayoutChoice } from './layout-choice';
import { planTyping } from './typing-plan';
import { TypingPreview } from './typing-preview';
import { typingTime } from './typist';
import { useLayoutKeys, useMachineLayout } from './use-machine-layout';
import { useTyping } from './use-typing';

/** As the contract has it for `typingRate`. */
const MOST_A_SECOND = 200;
/** More is a file, and hours of typing. */
const LONGEST_TEXT = 100_000;

const secretField = {
  autoComplete: 'off',
  'data-1p-ignore': true,
  'data-lpignore': 'true',
  'data-bwignore': 'true',
  'data-form-type': 'other',
};

/** Types a text as a person would, where there is no clipboard: login prompts, firmware, installers. The text is kept nowhere. */
export function TypeTextPanel() {
  const t = useTranslations('consoleKeyboard');
  const { rfb, host, settings, changeSettings } = useConsoleModel();
  const [text, setText] = useState('');
  const [secret, setSecret] = useState(false);
  const [enter, setEnter] = useState(false);
  const layoutName = useMachineLayout();
  const layout = useLayoutKeys(layoutName);
  const failed = layoutName !== null && layout === null;
  const { state, start, stop } = useTyping(rfb);
  const typing = state.name === 'typing';
  const rate = settings.typingRate;

  const plan = useMemo(
    () =>
      rfb && layout !== undefined && !failed
        ? planTyping(enter ? `${text}\n` : text, { layout, sending: settings.keySending, server: rfb.keyServer })
        : null,
    [text, enter, layout, failed, rfb, settings.keySending],
  );
  const count = plan?.characters.length ?? 0;
  const seconds = plan ? Math.ceil(typingTime(plan, rate) / 1000) : 0;

  const type = async () => {
    if (!plan) return;
    if (secret) setText('');
    await start(plan, rate);
  };
  const field = { value: text, disabled: typing, maxLength: LONGEST_TEXT, spellCheck: false, 'data-autofocus': true };

  return (
    <Panel title={t('typeText.title')}>
      <Stack
        gap="sm"
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !typing) return;
          event.preventDefault();
          stop();
        }}
      >
        {secret ? (
          <PasswordInput
            {...field}
            {...secretField}
            label={t('typeText.secretText')}
            visibilityToggleButtonProps={{ 'aria-label': t('typeText.show') }}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void type();
            }}
          />
        ) : (
          <Textarea
            {...field}
            autoComplete="off"
            label={t('typeText.text')}
            description={t('typeText.hint', { name: host.name })}
            autosize
            minRows={3}
            maxRows={8}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <Switch
          label={t('typeText.secret')}
          description={t('typeText.secretHint')}
          checked={secret}
          disabled={typing}
          onChange={(event) => {
            setSecret(event.currentTarget.checked);
            // What was typed as a secret is not shown, and what has several lines does not fit into one.
            setText('');
          }}
        />
        <Switch label={t('typeText.enter')} checked={enter} disabled={typing} onChange={(event) => setEnter(event.currentTarget.checked)} />
        <LayoutChoice description={layout ? t('typeText.layoutHint') : t('typeText.layoutUnknownHint')} disabled={typing} />
        <NumberInput
          size="xs"
          label={t('typeText.speed')}
          description={t('typeText.speedHint')}
          value={rate}
          min={1}
          max={MOST_A_SECOND}
          clampBehavior="strict"
          allowDecimal={false}
          allowNegative={false}
          disabled={typing}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1) changeSettings({ typingRate: value });
          }}
        />
        {failed ? (
          <Text size="sm" role="alert">
            {t('typeText.layoutFailed')}
          </Text>
        ) : null}
        {plan ? <TypingPreview text={text} plan={plan} secret={secret} /> : null}
        {typing ? (
          <Progress value={(100 * state.typed) / Math.max(1, state.total)} aria-label={t('typeText.progress')} transitionDuration={0} />
        ) : null}
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" role="status">
            {typing ? t('typeText.typing') : null}
            {state.name === 'done' ? t('typeText.done', { count: state.total }) : null}
            {state.name === 'stopped' ? t('typeText.stopped', { typed: state.typed, total: state.total }) : null}
            {state.name === 'idle' && count > 0 ? t('typeText.takes', { seconds }) : null}
          </Text>
          {typing ? (
            <Button size="compact-md" variant="default" onClick={stop}>
              {t('typeText.cancel')}
            </Button>
          ) : (
            <Button size="compact-md" disabled={count === 0} onClick={() => void type()}>
              {t('typeText.type', { count })}
            </Button>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
