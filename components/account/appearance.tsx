'use client';

import { Center, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { colorSchemes } from '../shell/color-scheme-menu';
import { Panel } from './panel';

const choices = colorSchemes.map(({ value, label, icon: Icon }) => ({
  value,
  label: (
    <Center style={{ gap: 6 }}>
      <Icon size={16} stroke={1.7} aria-hidden />
      {label}
    </Center>
  ),
}));

export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const mounted = useMounted();
  return (
    <Panel title="Appearance" note="Kept in this browser.">
      <SegmentedControl
        fullWidth
        data={choices}
        value={mounted ? colorScheme : 'auto'}
        onChange={setColorScheme}
        aria-label="Light or dark"
      />
    </Panel>
  );
}
