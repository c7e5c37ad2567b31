'use client';

import { type RefObject, useEffect, useState } from 'react';
import { useConsoleModel } from '../console-model';
import { TouchBar } from './touch-bar';
import { TouchKeyboard } from './touch-keyboard';
import { applyRightTap, applyTouchMode } from './touch-settings';
import { useFingers } from './use-fingers';
import { useKeyboardInset } from './use-keyboard-inset';
import { useStickyKeys } from './use-sticky-keys';
import { useTyped } from './use-typed';

/** All for fingers: what they do on the picture, the device's own keyboard, and a bar for thumbs. */
export default function Touch({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const { rfb, settings, usable, viewOnly, focusScreen } = useConsoleModel();
  const [typing, setTyping] = useState(false);
  const [rightTap, setRightTap] = useState(false);
  const keys = useStickyKeys();
  const typed = useTyped(keys.sink);
  const fingers = useFingers();
  const canType = usable && !viewOnly;

  useEffect(() => {
    if (rfb) applyTouchMode(rfb, settings.touch);
  }, [rfb, settings.touch]);
  useEffect(() => {
    if (!rfb) return undefined;
    applyRightTap(rfb, rightTap);
    const used = () => setRightTap(false);
    rfb.addEventListener('righttap', used);
    return () => rfb.removeEventListener('righttap', used);
  }, [rfb, rightTap]);

  useEffect(() => {
    if (!canType) field.current?.blur();
  }, [canType, field]);
  // Put away by the device's own button, it leaves the focus behind, and no tap would bring it back.
  useKeyboardInset(typing, () => focusScreen());

  return (
    <>
      <TouchKeyboard ref={field} {...typed} onOpen={setTyping} />
      {canType && settings.touchBar && fingers ? (
        <TouchBar
          keys={keys}
          typing={typing}
          onKeyboard={() => {
            if (typing) focusScreen();
            else field.current?.focus({ preventScroll: true });
          }}
          rightTap={rightTap}
          onRightTap={() => setRightTap(!rightTap)}
        />
      ) : null}
    </>
  );
}
