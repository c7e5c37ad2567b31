/** A console's state in words. */

import type { State } from './connection/console-state';

/** The way to a picture, in order: what a person sees it go through. */
export const way = [
  { name: 'reaching-portal', words: 'Reaching the portal' },
  { name: 'reaching-host', words: 'Reaching the host' },
  { name: 'signing-in', words: 'Signing in to the host' },
  { name: 'waiting-for-picture', words: 'Waiting for the first picture' },
] as const;

export type Tone = 'good' | 'busy' | 'asks' | 'bad';

export function stateWords(state: State): string {
  switch (state.name) {
    case 'idle':
      return 'Starting';
    case 'reaching-portal':
    case 'reaching-host':
    case 'signing-in':
    case 'waiting-for-picture':
      return way.find((stage) => stage.name === state.name)!.words;
    case 'asking':
      return 'Waiting for your answer';
    case 'verifying':
      return "Waiting for your word on the host's key";
    case 'connected':
      return 'Connected';
    case 'diagnosing':
      return 'Asking the portal what happened';
    case 'waiting':
      return 'Waiting to reconnect';
    case 'ended':
      return state.failure?.title ?? 'Disconnected';
  }
}

/** A few words for where there is little room: the chip, the page's title. */
export function shortWords(state: State): string {
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
      return state.tries > 0 ? 'reconnecting' : 'connecting';
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

/** `in 8 seconds`, `in 1 second`, `in 4 minutes`, `now`. */
export function inSeconds(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 0) return 'now';
  if (seconds > 120) return `in ${Math.ceil(seconds / 60)} minutes`;
  return `in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
}

/** How far on the way a state is; what lies behind counts as done. */
export function stageIndex(name: State['name']): number {
  if (name === 'asking' || name === 'verifying') return stageIndex('signing-in');
  return way.findIndex((stage) => stage.name === name);
}
