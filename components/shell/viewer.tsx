'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Locale } from '@/server/contract/locale';
import type { Role } from '@/server/contract/people';

/** The person who looks at the page. */
export interface Viewer {
  id: string;
  name: string;
  displayName: string;
  role: Role;
  /** What they chose, or what was chosen in this browser before they signed in; null: as the browser asks for. */
  locale: Locale | null;
}

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** null before one is inside: on the sign-in and the setup page. */
export const useAnyViewer = (): Viewer | null => use(ViewerContext);

/** @throws Error outside the shell: a programming error */
export function useViewer(): Viewer {
  const viewer = useAnyViewer();
  if (!viewer) throw new Error('useViewer is for pages inside the shell');
  return viewer;
}

export const useIsAdmin = (): boolean => useViewer().role === 'admin';
