'use client';

import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';
import { type PanelName, useConsoleModel } from './console-model';

/** Loaded when one is opened first: no panel is needed for the first picture. */
const byName: Partial<Record<PanelName, ComponentType>> = {
  keys: dynamic(() => import('./keyboard/keys-panel').then((module) => module.KeysPanel), { ssr: false }),
  'type-text': dynamic(() => import('./keyboard/type-text-panel').then((module) => module.TypeTextPanel), { ssr: false }),
  clipboard: dynamic(() => import('./clipboard/clipboard-panel').then((module) => module.ClipboardPanel), { ssr: false }),
  people: dynamic(() => import('./people/people-panel').then((module) => module.PeoplePanel), { ssr: false }),
  picture: dynamic(() => import('./picture/picture-panel').then((module) => module.PicturePanel), { ssr: false }),
};

export function OpenPanel() {
  const { panel } = useConsoleModel();
  const Open = panel === null ? undefined : byName[panel];
  return Open ? <Open /> : null;
}
