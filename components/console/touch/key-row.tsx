'use client';

import { IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { functionKeys, holdable, key, type Key } from '../keyboard/keys';
import { TouchButton } from './touch-button';
import classes from './touch.module.css';
import type { useStickyKeys } from './use-sticky-keys';

const arrows = [
  { name: 'left', key: key.left, icon: <IconArrowLeft size={20} /> },
  { name: 'up', key: key.up, icon: <IconArrowUp size={20} /> },
  { name: 'down', key: key.down, icon: <IconArrowDown size={20} /> },
  { name: 'right', key: key.right, icon: <IconArrowRight size={20} /> },
] as const;

// What stands on keys, in every language.
const first = [
  { label: 'Esc', key: key.escape },
  { label: 'Tab', key: key.tab },
];
const others = [
  { label: 'Del', key: key.delete },
  { label: 'Home', key: key.home },
  { label: 'End', key: key.end },
  { label: 'PgUp', key: key.pageUp },
  { label: 'PgDn', key: key.pageDown },
  { label: 'Ins', key: key.insert },
];

/** Ctrl and Alt: so many are seen on a phone without scrolling. */
const SEEN = 2;

/** Keys that a touch keyboard lacks. It scrolls. */
export function KeyRow({ keys: { sink, tap, stuck } }: { keys: ReturnType<typeof useStickyKeys> }) {
  const t = useTranslations('consoleTouch');
  const [showsFunctionKeys, showFunctionKeys] = useState(false);
  const button = (label: string, one: Key, face: ReactNode = label) => (
    <TouchButton key={label} label={label} onClick={() => sink?.sendKey(one.keysym, one.code)}>
      {face}
    </TouchButton>
  );
  const modifiers = holdable.map(({ name, label }) => {
    const how = stuck(name);
    return (
      <TouchButton
        key={name}
        label={how === null ? label : t(how, { key: label })}
        pressed={how !== null}
        once={how === 'once'}
        onClick={() => tap(name)}
      >
        {label}
      </TouchButton>
    );
  });
  return (
    <div className={classes.keys} role="toolbar" aria-label={t('keyRow')}>
      <TouchButton label={t('functionKeys')} pressed={showsFunctionKeys} onClick={() => showFunctionKeys(!showsFunctionKeys)}>
        F1…
      </TouchButton>
      {showsFunctionKeys
        ? [...modifiers, ...functionKeys.map(({ label, key: one }) => button(label, one))]
        : [
            ...first.map(({ label, key: one }) => button(label, one)),
            ...modifiers.slice(0, SEEN),
            ...arrows.map(({ name, key: one, icon }) => button(t(`arrow.${name}`), one, icon)),
            ...modifiers.slice(SEEN),
            ...others.map(({ label, key: one }) => button(label, one)),
          ]}
    </div>
  );
}
