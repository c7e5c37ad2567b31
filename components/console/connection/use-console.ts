'use client';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { PictureFormat } from '../picture/with-format';
import { ConsoleConnection, emptySnapshot } from './console-connection';

/** A console as its page has it before anything else is loaded. */
export type ConsoleCore = ReturnType<typeof useConsole>;

/** One console for as long as the page shows it. `screen` goes to the element that holds its picture. */
export function useConsole(hostId: string, watching: boolean, format: PictureFormat) {
  const screen = useRef<HTMLDivElement>(null);
  const [connection] = useState(() => new ConsoleConnection(hostId, watching, format));
  const snapshot = useSyncExternalStore(connection.subscribe, connection.getSnapshot, () => emptySnapshot);

  useEffect(() => (screen.current ? connection.mount(screen.current) : undefined), [connection]);

  return { ...snapshot, connection, screen };
}
