'use client';

import { useHotkeys } from '@mantine/hooks';
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';

const LINK = '[data-host-link]';
/** What the arrows go through: hosts, and the heads of groups between them. */
const STOP = `${LINK}, [data-group-head]`;

export type LetterDeed = (id: string, row: HTMLElement, shift: boolean) => void;

/**
 * The keyboard in the list: `/` searches, arrows move, Enter opens (it is a link), and letters do what the row's buttons do.
 * @param letters key → what it does to the host with this id
 * @param search.escape what Escape does first; false when there was nothing to do
 * @param search.found whether the list shows what is searched for; Enter waits for it, so that it never opens another search's host
 */
export function useListKeys(
  letters: Record<string, LetterDeed>,
  { found, flush, escape }: { found: boolean; flush: () => void; escape: () => boolean },
) {
  const leave = () => {
    if (!escape()) searchField.current?.focus();
  };
  const openWhenFound = useRef(false);
  const searchField = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useHotkeys([
    [
      '/',
      () => {
        searchField.current?.focus();
        searchField.current?.select();
      },
    ],
  ]);

  const links = useCallback(() => [...(list.current?.querySelectorAll<HTMLElement>(LINK) ?? [])], []);

  const openFirst = useCallback(() => {
    openWhenFound.current = false;
    links()[0]?.click();
  }, [links]);

  useEffect(() => {
    if (found && openWhenFound.current) openFirst();
  }, [found, openFirst]);

  const onSearchKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    openWhenFound.current = false;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      links()[0]?.focus();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (found) openFirst();
      else {
        openWhenFound.current = true;
        flush();
      }
    } else if (event.key === 'Escape' && event.currentTarget.value === '') event.currentTarget.blur();
  };

  const onListKey = (event: KeyboardEvent<HTMLElement>) => {
    const stop = (event.target as HTMLElement).closest<HTMLElement>(STOP);
    if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>(STOP)];
    const at = all.indexOf(stop);
    const head = stop.closest('[data-group]')?.querySelector<HTMLElement>('[data-group-head]');
    const isHead = stop === head;
    const moves: Record<string, () => void> = {
      ArrowDown: () => all[at + 1]?.focus(),
      ArrowUp: () => (at > 0 ? all[at - 1]! : searchField.current)?.focus(),
      Home: () => all[0]?.focus(),
      End: () => all.at(-1)?.focus(),
      Escape: () => leave(),
    };
    // As in a tree: left goes to the group or closes it, right opens it.
    if (head) {
      moves['ArrowLeft'] = () => (isHead && head.ariaExpanded === 'true' ? head.click() : head.focus());
      if (isHead && head.ariaExpanded === 'false') moves['ArrowRight'] = () => head.click();
    }
    const row = stop.closest<HTMLElement>('[data-host]');
    const letter = row && letters[event.shiftKey ? event.key.toLowerCase() : event.key];
    const move = moves[event.key];
    if (move) move();
    else if (row && letter) letter(row.dataset['host']!, row, event.shiftKey);
    else return;
    event.preventDefault();
  };

  return { searchField, list, onSearchKey, onListKey };
}
