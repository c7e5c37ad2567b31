'use client';

import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The portal's own colour, a petrol between green and blue: apart from every colour that states a host's condition. */
const petrol: MantineColorsTuple = [
  '#e6f5f7',
  '#cfebef',
  '#9fd6de',
  '#6bbfcb',
  '#43aab9',
  '#2592a3',
  '#127a8b',
  '#0b6575',
  '#07505d',
  '#043b45',
];

/** Mantine's greys with a trace of petrol; [6] is the dimmed text and reaches 4.5:1 on the page (WCAG AA). */
const gray: MantineColorsTuple = [
  '#f5f7f7',
  '#edf0f1',
  '#e1e6e7',
  '#d0d8da',
  '#b3bfc2',
  '#87969b',
  '#566469',
  '#445257',
  '#2d393e',
  '#182125',
];

/** [0] text, [2] dimmed text, [4] lines, [6] inputs, [7] page. */
const dark: MantineColorsTuple = [
  '#dce5e7',
  '#b7c4c7',
  '#94a4a9',
  '#64757a',
  '#354247',
  '#273235',
  '#192124',
  '#101618',
  '#0b1011',
  '#070a0b',
];

/** Dark enough for white text on it, and for itself on white (4.5:1). */
const red: MantineColorsTuple = [
  '#fdeceb',
  '#fad6d3',
  '#f5aea8',
  '#f1867d',
  '#ec675c',
  '#dd4a3f',
  '#cb3a2f',
  '#b9281f',
  '#9a1d16',
  '#7a150f',
];

const sans =
  "ui-sans-serif, system-ui, -apple-system, 'Segoe UI Variable Text', 'Segoe UI', Inter, Roboto, 'Noto Sans', 'Liberation Sans', 'Helvetica Neue', Arial, var(--vp-han)";
const mono =
  "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'Noto Sans Mono', 'Liberation Mono', var(--vp-han-mono)";

/** A dialog's head is a <header> outside of the page, which a screen reader would take for the page's own. */
const dialogParts = { header: { role: 'presentation' } };

/** What the names of Mantine's own buttons are in the page's language. */
export interface ThemeWords {
  close: string;
  showPassword: string;
}

export const themeIn = ({ close, showPassword }: ThemeWords) =>
  createTheme({
    primaryColor: 'petrol',
    primaryShade: { light: 7, dark: 6 },
    colors: { petrol, gray, dark, red },
    fontFamily: sans,
    fontFamilyMonospace: mono,
    headings: { fontFamily: sans, fontWeight: '650' },
    defaultRadius: 'md',
    cursorType: 'pointer',
    respectReducedMotion: true,
    components: {
      Tooltip: {
        defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 360, events: { hover: true, focus: true, touch: true } },
      },
      Drawer: { defaultProps: { closeButtonProps: { 'aria-label': close }, attributes: dialogParts } },
      Modal: {
        defaultProps: { centered: true, padding: 'lg', radius: 'lg', closeButtonProps: { 'aria-label': close }, attributes: dialogParts },
        styles: { title: { fontSize: 17, fontWeight: 650 } },
      },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': close } } },
      PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': showPassword } } },
      // The placeholder is a child that no menu may have; without it the first item has the focus, as whoever uses the keys expects.
      Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false } },
    },
  });
