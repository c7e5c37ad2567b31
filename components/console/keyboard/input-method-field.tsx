'use client';

import { CloseButton, Paper, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { copyOf } from '../clipboard/paste-key';
import { useConsoleModel } from '../console-model';
import classes from './input-method-field.module.css';
import { inputMethod } from './switches';
import { planTyping } from './typing-plan';
import { typePlan } from './typist';
import { useLayoutKeys, useMachineLayout } from './use-machine-layout';

/** What browsers say of a key that the input method took for itself; on a Mac nothing else tells it of the first one. */
const TAKEN = 229;

/**
 * Input methods work in text fields only. What they compose is typed at the machine; every other key goes there as a key, as if the
 * picture had the focus.
 */
export function InputMethodField() {
  const t = useTranslations('consoleKeyboard');
  const { rfb, screen, settings, focusScreen } = useConsoleModel();
  const layout = useLayoutKeys(useMachineLayout());
  const [lost, setLost] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const typing = useRef<Promise<unknown>>(Promise.resolve());

  useEffect(() => field.current?.focus(), []);

  const type = (text: string) => {
    if (!rfb || text === '') return;
    const plan = planTyping(text, { layout: layout ?? null, sending: settings.keySending, server: rfb.keyServer });
    setLost(plan.untypeable.map((one) => one.text).join(' '));
    const typed = () => typePlan(rfb, plan, { rate: settings.typingRate, capsLock: rfb.capsLockThere });
    typing.current = typing.current.then(typed, typed);
  };
  const take = (event: SyntheticEvent<HTMLInputElement>) => {
    const element = event.currentTarget;
    const composing = 'isComposing' in event.nativeEvent && event.nativeEvent.isComposing === true;
    if (composing) return;
    const text = element.value;
    element.value = '';
    type(text);
  };
  const pass = (event: KeyboardEvent<HTMLInputElement>) => {
    const { nativeEvent } = event;
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (nativeEvent.isComposing || nativeEvent.keyCode === TAKEN || nativeEvent.key === 'Process') return;
    event.preventDefault();
    screen.current?.querySelector('canvas')?.dispatchEvent(copyOf(nativeEvent));
  };

  return (
    <Paper className={classes.bar} shadow="md" data-input-method>
      <TextInput
        ref={field}
        size="xs"
        className={classes.field}
        aria-label={t('inputMethod.field')}
        placeholder={t('inputMethod.placeholder')}
        autoComplete="off"
        onInput={take}
        onCompositionEnd={take}
        onKeyDown={pass}
        onKeyUp={pass}
      />
      <CloseButton
        aria-label={t('inputMethod.close')}
        onClick={() => {
          inputMethod.set(false);
          focusScreen();
        }}
      />
      <Text role="status" size="xs" className={classes.lost}>
        {lost === '' ? '' : t('inputMethod.lost', { characters: lost })}
      </Text>
    </Paper>
  );
}
