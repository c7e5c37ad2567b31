'use client';

import type { CSSVariablesResolver } from '@mantine/core';

/** Mantine's semantic colours, set to the portal's surfaces (app/global.css). */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--vp-surface)',
    '--mantine-color-text': 'var(--vp-text)',
    '--mantine-color-dimmed': 'var(--vp-dim)',
    '--mantine-color-default-border': 'var(--vp-line)',
    '--mantine-color-default-hover': 'var(--vp-hover)',
    '--mantine-color-anchor': 'var(--vp-accent)',
  };
  return {
    variables: {},
    light: { ...both, '--mantine-color-error': '#b3261e', '--mantine-color-placeholder': '#66757a' },
    dark: { ...both, '--mantine-color-error': '#ff8a80', '--mantine-color-placeholder': '#87969b' },
  };
};
