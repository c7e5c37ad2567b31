'use client';

import { useHotkeys } from '@mantine/hooks';
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';

const LINK = '[data-host-link]';

/**
 * The keyboard in the list: `/` searches, arrows move, Enter opens (it is a link), and letters do what the row's buttons do.
 * @param letters key → what it does to the host with this id
 * @param search.found whether the list shows what is searched for; Enter waits for it, so that it never opens another search's host
 */
export function useListKeys(letters: Record<string, (id: string) => void>, search: { found: boolean; flush: () => void }) {
  const { found, flush } = search;
  const openWhenFound = useRef(false);
  const searchField = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);

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
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-host]');
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = links();
    const at = all.findIndex((link) => row.contains(link));
    const moves: Record<string, () => void> = {
      ArrowDown: () => all[at + 1]?.focus(),
      ArrowUp: () => (at > 0 ? all[at - 1]! : searchField.current)?.focus(),
      Home: () => all[0]?.focus(),
      End: () => all.at(-1)?.focus(),
      Escape: () => searchField.current?.focus(),
    };
    // Buttons and menus of the row have keys of their own; letters count where the row's own link has the focus.
    const onLink = (event.target as HTMLElement).matches(LINK);
    const move = moves[event.key];
    const letter = letters[event.key];
    if (move && onLink) move();
    else if (letter && onLink) letter(row.dataset['host']!);
    else return;
    event.preventDefault();
  };

  return { searchField, list, onSearchKey, onListKey };
}
