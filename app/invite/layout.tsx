import type { ReactNode } from 'react';
import { Frame } from '../frame';

export default function InviteLayout({ children }: { children: ReactNode }) {
  return <Frame>{children}</Frame>;
}
