import type { ReactNode } from 'react';
import { Frame } from '../frame';

export default function SignInLayout({ children }: { children: ReactNode }) {
  return <Frame>{children}</Frame>;
}
