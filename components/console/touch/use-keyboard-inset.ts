'use client';

import { useEffect, useRef } from 'react';

/** No bar of a browser that comes and goes is so high, and no keyboard so low. CSS pixels. */
const KEYBOARD = 120;

/**
 * Where a touch keyboard covers the page instead of making it smaller, tells the page's styles by how much: `--keyboard-inset`.
 * @param typing the field has the focus. @param onGone the keyboard was put away without it
 */
export function useKeyboardInset(typing: boolean, onGone: () => void): void {
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  useEffect(() => {
    const view = window.visualViewport;
    if (!typing || !view) return undefined;
    const { style } = document.documentElement;
    let least = view.height;
    const { width } = view;
    const measure = () => {
      // Zoomed in by the browser, what is seen is smaller without any keyboard.
      const covered = view.scale > 1.01 ? 0 : Math.max(window.innerHeight - view.height - view.offsetTop, 0);
      style.setProperty('--keyboard-inset', `${Math.round(covered)}px`);
      least = Math.min(least, view.height);
      if (view.width === width && view.height - least > KEYBOARD) gone.current();
    };
    measure();
    view.addEventListener('resize', measure);
    view.addEventListener('scroll', measure);
    return () => {
      view.removeEventListener('resize', measure);
      view.removeEventListener('scroll', measure);
      style.removeProperty('--keyboard-inset');
    };
  }, [typing]);
}
