'use client';

import { useCallback, useEffect, useRef, useState } from 'react';

/** The bar is there when a console begins, long enough to be noticed. */
const AT_FIRST_MS = 3_500;
const AFTER_LEAVING_MS = 900;
/** A pointer that only passes the edge is not looking for the bar. */
const DWELL_MS = 140;
const EDGE_PX = 2;
/** The middle part of the edge: a machine's own menus are mostly at its ends. */
const EDGE_PART = 0.5;

/**
 * When the toolbar shows. It hides while a machine is being worked on, unless it is pinned or something of it is open; it is there
 * whenever there is no picture.
 * @param options.usable keys and clicks reach the machine
 * @param options.held something that belongs to the bar is open
 */
export function useToolbar({ usable, pinned, held }: { usable: boolean; pinned: boolean; held: boolean }) {
  const [open, setOpen] = useState(true);
  const [menuOpen, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const hideAfter = useCallback((ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(false), ms);
  }, []);
  const show = useCallback(() => {
    clearTimeout(timer.current);
    setOpen(true);
  }, []);
  const hide = useCallback(() => {
    clearTimeout(timer.current);
    setOpen(false);
  }, []);

  useEffect(() => {
    if (!usable) return undefined;
    const first = setTimeout(() => setOpen(true), 0);
    hideAfter(AT_FIRST_MS);
    return () => {
      clearTimeout(first);
      clearTimeout(timer.current);
    };
  }, [usable, hideAfter]);

  useEffect(() => {
    let dwell: ReturnType<typeof setTimeout> | undefined;
    const onMove = (event: PointerEvent) => {
      const fromMiddle = Math.abs(event.clientX - window.innerWidth / 2);
      const atEdge = event.clientY <= EDGE_PX && fromMiddle <= (window.innerWidth * EDGE_PART) / 2;
      if (!atEdge || event.buttons !== 0 || event.pointerType === 'touch') {
        clearTimeout(dwell);
        dwell = undefined;
      } else dwell ??= setTimeout(show, DWELL_MS);
    };
    // Captured: noVNC keeps what happens over the picture to itself.
    window.addEventListener('pointermove', onMove, { capture: true, passive: true });
    return () => {
      clearTimeout(dwell);
      window.removeEventListener('pointermove', onMove, { capture: true });
    };
  }, [show]);

  // A tap or a click on the picture is work on the machine.
  useEffect(() => {
    const onDown = (event: PointerEvent) => {
      if (event.target instanceof HTMLCanvasElement) hide();
    };
    window.addEventListener('pointerdown', onDown, { capture: true, passive: true });
    return () => window.removeEventListener('pointerdown', onDown, { capture: true });
  }, [hide]);

  const shown = pinned || !usable || open || held || menuOpen;
  const bar = {
    onPointerEnter: show,
    onPointerLeave: () => hideAfter(AFTER_LEAVING_MS),
    onFocus: show,
    onBlur: (event: React.FocusEvent<HTMLElement>) => {
      if (!event.currentTarget.contains(event.relatedTarget)) hideAfter(AFTER_LEAVING_MS);
    },
  };
  return { shown, show, hide, bar, setHeld };
}
