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
    '--mantine-color-orange-light': 'var(--vp-live-wash)',
    '--mantine-color-orange-light-color': 'var(--vp-live)',
  };
  return {
    variables: {},
    light: {
      ...both,
      '--mantine-color-error': '#b3261e',
      '--mantine-color-placeholder': '#66757a',
      '--mantine-color-red-light': 'rgb(203 58 47 / 9%)',
    },
    dark: {
      ...both,
      '--mantine-color-error': '#ff8a80',
      '--mantine-color-placeholder': '#87969b',
      '--mantine-color-red-light': 'rgb(221 74 63 / 16%)',
      '--mantine-color-petrol-light': 'rgb(67 170 185 / 18%)',
      '--mantine-color-petrol-light-hover': 'rgb(67 170 185 / 26%)',
      '--mantine-color-petrol-light-color': '#9fd6de',
    },
  };
};
