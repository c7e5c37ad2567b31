'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Role } from '@/server/contract/people';

/** The person who looks at the page. */
export interface Viewer {
  id: string;
  name: string;
  displayName: string;
  role: Role;
}

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** @throws Error outside the shell: a programming error */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error('useViewer is for pages inside the shell');
  return viewer;
}

export const useIsAdmin = (): boolean => useViewer().role === 'admin';
