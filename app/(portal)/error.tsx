'use client';

import { Broken } from '@/components/shell/broken';

export default function PortalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <Broken digest={error.digest} retry={reset} />;
}
