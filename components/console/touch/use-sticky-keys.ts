'use client';

import { useMemo, useState } from 'react';
import { useConsoleModel } from '../console-model';
import { holdable, type HoldableName, type Key, type KeySink, sendCombination } from '../keyboard/keys';
import { tapModifier, unstuck } from './sticky-keys';
import { withModifiers } from './with-modifiers';

const keyOf = (name: HoldableName): Key => holdable.find((one) => one.name === name)!.key;

/** Keys of the touch tools, with the modifiers that were tapped before. */
export function useStickyKeys() {
  const { rfb, held, holdKey, usable, viewOnly } = useConsoleModel();
  const [state, setState] = useState({ rfb, sticky: unstuck });
  // They were for the connection that is gone.
  const sticky = state.rfb === rfb ? state.sticky : unstuck;
  const live = usable && !viewOnly ? rfb : null;

  const tap = (name: HoldableName) => {
    if (!live) return;
    const { sticky: next, effect } = tapModifier(sticky, held, name, performance.now());
    setState({ rfb, sticky: next });
    if (effect === 'toggle') holdKey(name);
    if (effect === 'press') sendCombination(live, [keyOf(name)]);
  };

  const { once } = sticky;
  const sink = useMemo((): KeySink | null => {
    if (!live) return null;
    if (once.length === 0) return live;
    return withModifiers(live, once.map(keyOf), () => setState({ rfb: live, sticky: unstuck }));
  }, [live, once]);

  const stuck = (name: HoldableName): 'locked' | 'once' | null => (held.includes(name) ? 'locked' : once.includes(name) ? 'once' : null);
  return { sink, tap, stuck };
}
