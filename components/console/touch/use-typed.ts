'use client';

import { useRef } from 'react';
import { useConsoleModel } from '../console-model';
import type { Key, KeySink } from '../keyboard/keys';
import { planTyping } from '../keyboard/typing-plan';
import { typePlan } from '../keyboard/typist';
import { useLayoutKeys, useMachineLayout } from '../keyboard/use-machine-layout';

/** Nobody types faster, and what a touch keyboard completes is short. Characters a second. */
const RATE = 200;

/** What to do with the text and the keys of a touch keyboard, in their order. */
export function useTyped(sink: KeySink | null) {
  const { rfb, settings } = useConsoleModel();
  const layout = useLayoutKeys(useMachineLayout());
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const after = (work: () => unknown) => {
    queue.current = queue.current.then(work, work);
  };
  return {
    onText(text: string): void {
      if (!rfb || !sink) return;
      const plan = planTyping(text, { layout: layout ?? null, sending: settings.keySending, server: rfb.keyServer });
      after(() => typePlan(sink, plan, { rate: RATE, capsLock: rfb.capsLockThere }));
    },
    onKey({ keysym, code }: Key): void {
      after(() => sink?.sendKey(keysym, code));
    },
  };
}
