'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { Empty } from './empty';

/** What stands where no page is, or where somebody may not be: the two look the same on purpose. */
export function Lost() {
  return (
    <Empty title="There is nothing here" level={1}>
      <p>The address may be mistyped, or the page is for administrators. Go on from the hosts, or ask an administrator for access.</p>
      <Button component={Link} href="/" variant="default">
        To the hosts
      </Button>
    </Empty>
  );
}
