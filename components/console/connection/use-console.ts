'use client';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { ConsoleConnection, emptySnapshot } from './console-connection';

/** One console for as long as the page shows it. `screen` goes to the element that holds its picture. */
export function useConsole(hostId: string, watching: boolean) {
  const screen = useRef<HTMLDivElement>(null);
  const [connection] = useState(() => new ConsoleConnection(hostId, watching));
  const snapshot = useSyncExternalStore(connection.subscribe, connection.getSnapshot, () => emptySnapshot);

  useEffect(() => (screen.current ? connection.mount(screen.current) : undefined), [connection]);

  // A laptop that wakes or finds its network does not sit out the wait.
  useEffect(() => {
    const wake = () => connection.send({ type: 'wake' });
    const onVisibility = () => {
      if (document.visibilityState === 'visible') wake();
    };
    window.addEventListener('online', wake);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      window.removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [connection]);

  return { ...snapshot, connection, screen };
}
