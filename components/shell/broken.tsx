'use client';

import { Button, Group } from '@mantine/core';
import { Empty } from './empty';

/** @param digest what the server's log calls this failure, where it happened there */
export function Broken({ digest, retry }: { digest?: string | undefined; retry: () => void }) {
  return (
    <Empty title="This page failed" level={1}>
      <p>
        The portal met an error that it did not expect. Try again; if it persists, an administrator finds the cause in the log
        {digest ? ` under ${digest}` : ''}.
      </p>
      <Group justify="center">
        <Button onClick={retry}>Try again</Button>
      </Group>
    </Empty>
  );
}
