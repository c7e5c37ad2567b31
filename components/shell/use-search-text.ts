'use client';

import { useCallback, useEffect, useState } from 'react';

const DEBOUNCE_MS = 180;

export interface SearchText {
  text: string;
  setText: (text: string) => void;
  /** Whether `value` is what is typed, so that an answer to it is an answer to the text. */
  current: boolean;
  /** Searches at once, without waiting for a pause in typing. */
  flush: () => void;
}

/**
 * The text of a search field whose truth is elsewhere (the address bar): typing reaches it after a pause, and what reaches it from
 * elsewhere (a link, the back button) reaches the field. Values written here may come back late, after more was typed; they are known
 * by `written` and leave the field alone.
 * @param write must be stable
 */
export function useSearchText(value: string, write: (value: string) => void): SearchText {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [written, setWritten] = useState<string[]>([]);
  const wanted = text.trim();

  if (value !== seen) {
    setSeen(value);
    const own = written.indexOf(value);
    setWritten(own < 0 ? [] : written.slice(own + 1));
    if (own < 0 && value !== wanted) setText(value);
  }

  const last = written.at(-1) ?? seen;
  const flush = useCallback(() => {
    if (wanted === last) return;
    setWritten((before) => [...before, wanted]);
    write(wanted);
  }, [wanted, last, write]);

  useEffect(() => {
    const timer = setTimeout(flush, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [flush]);

  return { text, setText, current: wanted === value, flush };
}
