'use client';

import { useEffect, useRef, useState } from 'react';
import type { Rfb } from '../connection/no-vnc';
import type { TypingPlan } from './typing-plan';
import { typePlan } from './typist';

export type Typing =
  | { name: 'idle' }
  | { name: 'typing'; typed: number; total: number }
  | { name: 'done'; total: number }
  | { name: 'stopped'; typed: number; total: number };

const STEP = 100;

/** One text at a time; it stops when the connection goes and when nobody looks any more. */
export function useTyping(rfb: Rfb | null) {
  const [state, setState] = useState<Typing>({ name: 'idle' });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), [rfb]);

  const start = async (plan: TypingPlan, rate: number): Promise<void> => {
    if (!rfb || running.current) return;
    const { signal } = (running.current = new AbortController());
    const total = plan.characters.length;
    let typed = 0;
    setState({ name: 'typing', typed, total });
    // A hundred steps are enough for a bar that is drawn.
    const each = Math.ceil(total / STEP);
    const onProgress = (count: number) => {
      typed = count;
      if (count % each === 0) setState({ name: 'typing', typed, total });
    };
    const done = await typePlan(rfb, plan, { rate, signal, onProgress, capsLock: rfb.capsLockThere }).catch(() => false);
    running.current = null;
    setState(done ? { name: 'done', total } : { name: 'stopped', typed, total });
  };
  return { state, start, stop: () => running.current?.abort() };
}
