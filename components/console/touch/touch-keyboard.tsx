'use client';

import { type ChangeEvent, type KeyboardEvent, type SyntheticEvent, useRef } from 'react';
import { key, type Key, keysymOf, type KeySink } from '../keyboard/keys';
import classes from '../console.module.css';
import { FILLER, MOST_TYPED, typedBetween } from './typed-text';

interface TouchKeyboardProps {
  sink: KeySink | null;
  /** Focus it to bring up the device's keyboard; that works within a tap only. */
  ref: React.Ref<HTMLTextAreaElement>;
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

/** QEMU looks up the key of a character and leaves Shift to the client; other servers do not mind it (US layout). */
const SHIFTED = /^[A-Z~!@#$%^&*()_+{}|:"<>?]$/;

/** A focused field has its caret at the beginning, and a touch keyboard can move it: what is typed is told at the end only. */
function toEnd({ currentTarget: field }: SyntheticEvent<HTMLTextAreaElement>): void {
  const end = field.value.length;
  if (field.selectionStart !== end || field.selectionEnd !== end) field.setSelectionRange(end, end);
}

/** A field that nobody sees: what a touch keyboard writes into it goes to the machine. */
export function TouchKeyboard({ sink, ref }: TouchKeyboardProps) {
  const before = useRef(FILLER);

  const send = (character: string) => {
    const shift = SHIFTED.test(character);
    if (shift) sink?.sendKey(key.shift.keysym, key.shift.code, true);
    sink?.sendKey(keysymOf(character), null);
    if (shift) sink?.sendKey(key.shift.keysym, key.shift.code, false);
  };

  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    const field = event.target;
    const { backspaces, text } = typedBetween(before.current, field.value);
    for (let n = 0; n < backspaces; n++) sink?.sendKey(key.backspace.keysym, key.backspace.code);
    for (const character of text) send(character);
    const composing = 'isComposing' in event.nativeEvent && event.nativeEvent.isComposing === true;
    if (!composing && (field.value.length < FILLER.length / 2 || field.value.length > MOST_TYPED)) field.value = FILLER;
    before.current = field.value;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const special = named[event.key];
    if (!special) return;
    event.preventDefault();
    sink?.sendKey(special.keysym, special.code);
  };

  return (
    <textarea
      ref={ref}
      className={classes.touchKeyboard}
      defaultValue={FILLER}
      onFocus={toEnd}
      onSelect={toEnd}
      onChange={onChange}
      onKeyDown={onKeyDown}
      aria-label="Type into the console"
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      tabIndex={-1}
    />
  );
}
