'use client';

import { Checkbox, NumberInput, Select, Stack } from '@mantine/core';
import { Section } from './section';
import type { HostForm } from './use-host-form';

const clipboards = [
  { value: 'both', label: 'Both ways' },
  { value: 'in', label: 'To the host only' },
  { value: 'out', label: 'From the host only' },
  { value: 'none', label: 'Not at all' },
];

/** What the portal enforces on every console to this host, whatever the browser asks for. */
export function PolicyFields({ form }: { form: HostForm }) {
  return (
    <Section title="Rules" note="The portal enforces these itself, whatever a browser asks for.">
      <Stack gap="sm">
        <Select label="Clipboard" data={clipboards} allowDeselect={false} {...form.getInputProps('policy.clipboard')} />
        <Checkbox
          label="One person at a time"
          description="Others may watch; an administrator can end the console and take over."
          {...form.getInputProps('policy.exclusive', { type: 'checkbox' })}
        />
        <NumberInput
          label="Consoles at one time"
          placeholder="no limit"
          min={1}
          max={1000}
          allowDecimal={false}
          w={180}
          {...form.getInputProps('policy.maxViewers')}
        />
      </Stack>
    </Section>
  );
}
