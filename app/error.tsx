'use client';

import dynamic from 'next/dynamic';

/** Every page refers to this file, so what it shows is loaded only when something broke. */
const BrokenPage = dynamic(() => import('@/components/shell/broken-page').then((module) => module.BrokenPage), { ssr: false });

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <BrokenPage digest={error.digest} retry={reset} />;
}
