'use client';

import { IconKeyboard, IconLanguageHiragana, IconTextCaption } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Action } from '../actions';
import { useConsoleModel } from '../console-model';
import { keysOf, labelOf } from './key-codes';
import { combinations, ctrlAltDel, functionKeys, key, type Key, sendCombination } from './keys';
import { inputMethod, useSwitch } from './switches';

/** Everything of the panel of keys is in the command palette too. */
export function useKeyboardActions(): Action[] {
  const t = useTranslations('consoleKeyboard');
  const { rfb, panel, showPanel, usable, viewOnly, combinations: own, focusScreen } = useConsoleModel();
  const [composing, compose] = useSwitch(inputMethod);
  const disabled = !usable || viewOnly;
  const icon = <IconKeyboard size={18} />;

  const panelAction = (id: 'keys' | 'type-text', label: string, image: Action['icon']): Action => ({
    ...{ id, label, icon: image, group: 'keys', place: 'bar', disabled },
    pressed: panel === id,
    run: () => showPanel(panel === id ? null : id),
  });
  const send = (id: string, label: string, keys: readonly Key[], hint?: string): Action => ({
    ...{ id: `send-${id}`, label: t('send', { keys: label }), icon, group: 'keys', place: 'palette', disabled },
    ...(hint === undefined ? {} : { hint }),
    run: () => {
      if (rfb) sendCombination(rfb, keys);
      focusScreen();
    },
  });
  const idOf = (codes: readonly string[]) => codes.map((code) => code.replace(/Left$|^Key/, '').toLowerCase()).join('-');

  return [
    panelAction('keys', t('keys'), icon),
    panelAction('type-text', t('typeText.title'), <IconTextCaption size={18} />),
    {
      id: 'input-method',
      label: t('inputMethod.title'),
      hint: t('inputMethod.hint'),
      icon: <IconLanguageHiragana size={18} />,
      group: 'keys',
      place: 'more',
      pressed: composing,
      disabled,
      run: () => {
        compose(!composing);
        if (composing) focusScreen();
      },
    },
    ...[ctrlAltDel, ...combinations].map(({ keys, name }) => {
      const codes = keys.map(({ code }) => code);
      return send(idOf(codes), labelOf(codes, t), keys, name && t(`combination.${name}`));
    }),
    ...functionKeys.map(({ label, key: functionKey }) =>
      send(`ctrl-alt-${label.toLowerCase()}`, `Ctrl + Alt + ${label}`, [key.control, key.alt, functionKey]),
    ),
    ...own.map(({ label, codes }, n) => send(`own-${n}`, label, keysOf(codes), labelOf(codes, t))),
  ];
}
