'use client';

import { Skeleton, Text } from '@mantine/core';
import dynamic from 'next/dynamic';
import { Card } from './card';
import { useFailureText } from './failure-text';
import type { Failure } from '../connection/failure-row';

/** Few hosts ask for it. */
const FreshFactor = dynamic(() => import('@/components/factors/fresh-factor').then((module) => module.FreshFactor), {
  ssr: false,
  loading: () => <Skeleton height={120} radius="md" />,
});

interface FreshFactorCardProps {
  host: { id: string; name: string };
  failure: Failure;
  /** The host may be opened now. */
  onShown: () => void;
}

/** The host wants a second factor of whoever opens it: it is shown here, and the console goes on. */
export function FreshFactorCard({ host, failure, onShown }: FreshFactorCardProps) {
  const { title, message } = useFailureText()(failure);
  return (
    <Card host={host} tone="asks" title={title}>
      <Text size="sm">{message}</Text>
      <FreshFactor onShown={onShown} />
    </Card>
  );
}
