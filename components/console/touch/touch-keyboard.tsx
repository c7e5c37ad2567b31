'use client';

import { useTranslations } from 'next-intl';
import { type CompositionEvent, type KeyboardEvent, type SyntheticEvent, useRef } from 'react';
import { key, type Key } from '../keyboard/keys';
import { FILLER, MOST_TYPED, typedBetween, waitsForCommit } from './typed-text';
import classes from './touch.module.css';
import { TOUCH_FIELD } from './with-touch';

interface TouchKeyboardProps {
  onText: (text: string) => void;
  onKey: (key: Key) => void;
  /** Focus it to bring up the device's keyboard; that works within a tap only. */
  ref: React.Ref<HTMLTextAreaElement>;
  /** The keyboard comes and goes with the focus. */
  onOpen?: (open: boolean) => void;
}

const named: Record<string, Key> = {
  Enter: key.enter,
  Tab: key.tab,
  Escape: key.escape,
  Delete: key.delete,
  Home: key.home,
  End: key.end,
  PageUp: key.pageUp,
  PageDown: key.pageDown,
  ArrowLeft: key.left,
  ArrowRight: key.right,
  ArrowUp: key.up,
  ArrowDown: key.down,
};

/** A field that nobody sees: what a touch keyboard or an input method writes into it goes to the machine. */
export function TouchKeyboard({ onText, onKey, ref, onOpen }: TouchKeyboardProps) {
  const t = useTranslations('consoleTouch');
  const before = useRef(FILLER);
  const composing = useRef(false);

  const read = (field: HTMLTextAreaElement) => {
    const { backspaces, text } = typedBetween(before.current, field.value);
    if (composing.current && waitsForCommit(text, navigator.languages)) return;
    for (let n = 0; n < backspaces; n++) onKey(key.backspace);
    if (text !== '') onText(text);
    const full = field.value.length < FILLER.length / 2 || field.value.length > FILLER.length + MOST_TYPED;
    if (!composing.current && full) field.value = FILLER;
    before.current = field.value;
  };

  /** A focused field has its caret at the beginning, and a touch keyboard can move it: what is typed is told at the end only. */
  const toEnd = ({ currentTarget: field }: SyntheticEvent<HTMLTextAreaElement>) => {
    if (composing.current) return;
    const end = field.value.length;
    if (field.selectionStart !== end || field.selectionEnd !== end) field.setSelectionRange(end, end);
  };

  const onCompositionEnd = ({ currentTarget: field }: CompositionEvent<HTMLTextAreaElement>) => {
    composing.current = false;
    read(field);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // While something is composed, Enter and the arrows are the input method's.
    const special = composing.current ? undefined : named[event.key];
    if (!special) return;
    event.preventDefault();
    onKey(special);
  };

  return (
    <textarea
      ref={ref}
      className={classes.field}
      {...{ [TOUCH_FIELD]: '' }}
      defaultValue={FILLER}
      onFocus={(event) => {
        toEnd(event);
        onOpen?.(true);
      }}
      onBlur={() => onOpen?.(false)}
      onSelect={toEnd}
      onChange={(event) => read(event.currentTarget)}
      onCompositionStart={() => (composing.current = true)}
      onCompositionEnd={onCompositionEnd}
      onKeyDown={onKeyDown}
      aria-label={t('field')}
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="enter"
      tabIndex={-1}
    />
  );
}
