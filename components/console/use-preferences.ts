'use client';

import { useCallback, useEffect, useState } from 'react';
import { defaults, loadPreferences, type Preferences, savePreferences } from './preferences';

/** This browser's preferences. The first render has the defaults, as on the server. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const [preferences, setPreferences] = useState(defaults);

  useEffect(() => {
    const timer = setTimeout(() => setPreferences(loadPreferences()), 0);
    return () => clearTimeout(timer);
  }, []);

  const change = useCallback((part: Partial<Preferences>) => {
    setPreferences((before) => {
      const after = { ...before, ...part };
      savePreferences(after);
      return after;
    });
  }, []);
  return [preferences, change];
}
