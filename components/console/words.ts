'use client';

/** A console's state in words. */

import { useTranslations } from 'next-intl';
import type { Messages } from '@/messages';
import { useFailureText } from './cards/failure-text';
import type { State, StateName } from './connection/console-state';

type Words = Messages['consoleCards'];
export type StateKey = keyof Words['state'];

const stateKeys: Record<StateName, StateKey> = {
  idle: 'idle',
  'reaching-portal': 'reachingPortal',
  'reaching-host': 'reachingHost',
  'signing-in': 'signingIn',
  asking: 'asking',
  verifying: 'verifying',
  'waiting-for-picture': 'waitingForPicture',
  connected: 'connected',
  diagnosing: 'diagnosing',
  waiting: 'waiting',
  ended: 'ended',
};

/** The way to a picture, in order: what a person sees it go through. */
export const way = ['reaching-portal', 'reaching-host', 'signing-in', 'waiting-for-picture'] as const satisfies readonly StateName[];

export type Tone = 'good' | 'busy' | 'asks' | 'bad';

/**
 * A state in words: whole ones for where there is room and for screen readers, a few for the chip and the page's title. `live` is what a
 * screen reader is told whenever it changes.
 */
export function useStateWords(state: State, hostName = ''): { words: string; short: string; live: string } {
  const t = useTranslations('consoleCards');
  const titleOf = useFailureText();
  const title = state.failure ? titleOf(state.failure).title : '';
  const words = state.name === 'ended' && title ? title : t(`state.${stateKeys[state.name]}`);
  return {
    words,
    short: t(`short.${shortKey(state)}`),
    live: state.name === 'waiting' && title ? t('liveLost', { name: hostName, title, words }) : t('live', { name: hostName, words }),
  };
}

/** The words of a stage of the {@link way}. */
export const stageKey = (stage: (typeof way)[number]): StateKey => stateKeys[stage];

export function shortKey(state: State): keyof Words['short'] {
  switch (state.name) {
    case 'connected':
    case 'waiting-for-picture':
      return 'connected';
    case 'asking':
    case 'verifying':
      return 'asks';
    case 'waiting':
    case 'diagnosing':
      return 'reconnecting';
    case 'ended':
      return state.failure?.code === 'idle' ? 'paused' : 'disconnected';
    default:
      return state.failure ? 'reconnecting' : 'connecting';
  }
}

export function toneOf(state: State): Tone {
  switch (state.name) {
    case 'connected':
    case 'waiting-for-picture':
      return 'good';
    case 'asking':
    case 'verifying':
      return 'asks';
    case 'ended':
      return 'bad';
    default:
      return 'busy';
  }
}

/** How far on the way a state is; what lies behind counts as done. */
export function stageIndex(name: StateName): number {
  if (name === 'asking' || name === 'verifying') return stageIndex('signing-in');
  return way.findIndex((stage) => stage === name);
}
