'use client';

import { Alert, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';

/** A direction in which nothing goes. */
export function Forbidden({ label, why }: { label: string; why: string }) {
  return (
    <div>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Alert color="gray" variant="light" p="xs" mt={4} icon={<IconBan size={18} />}>
        {why}
      </Alert>
    </div>
  );
}
