/** What a session lets its viewer do, and what follows for the messages and the encodings that it may send. */

import { toHost } from './clipboard';
import type { Clipboard, CutTextRule } from './clipboard';
import { encodings, isFollowed, isHint } from './encoding-types';
import { clientMessages } from './message-types';
import { isFramed } from './encodings/table';

export interface ClientRules {
  /** Watch only: no keys, no pointer, no clipboard to the host, no power, no resize. */
  viewOnly: boolean;
  clipboard: Clipboard;
  /** Shutdown, reboot and reset (rfbproto, "xvp Client Message"). */
  power: boolean;
  /** Changing the size of the host's screen (rfbproto, "SetDesktopSize"). */
  resize: boolean;
}

export function cutTextRule({ viewOnly, clipboard }: ClientRules): CutTextRule {
  return viewOnly ? 'drop' : toHost[clipboard];
}

/** The types that are dropped whatever they say. ClientCutText is judged by {@link cutTextRule}. */
export function droppedTypes({ viewOnly, power, resize }: ClientRules): ReadonlySet<number> {
  const { keyEvent, pointerEvent, qemu, xvp, setDesktopSize } = clientMessages;
  const dropped = new Set<number>(viewOnly ? [keyEvent, pointerEvent, qemu] : []);
  if (viewOnly || !power) dropped.add(xvp);
  if (viewOnly || !resize) dropped.add(setDesktopSize);
  return dropped;
}

/** Whether anything of what a viewer sends may not pass: then it matters that the server reads the stream as it is read here. */
export function isRestricted({ viewOnly, clipboard, power, resize }: ClientRules): boolean {
  return viewOnly || clipboard !== 'both' || !power || !resize;
}

/**
 * Whether the server → client stream has to be framed: to take its clipboard out, or to know how long PointerEvents are where nothing may be
 * smuggled behind them.
 */
export function followsHost(rules: ClientRules): boolean {
  const { viewOnly, clipboard } = rules;
  return clipboard === 'in' || clipboard === 'none' || (!viewOnly && isRestricted(rules));
}

/**
 * Which encodings stay in SetEncodings.
 * @param framed whether the server → client stream is framed: then only those stay whose end can be found
 */
export function keepsEncoding(rules: ClientRules, framed: boolean): (encoding: number) => boolean {
  const stripped = new Set<number>();
  // With it a PointerEvent has 6 or 7 bytes, by what the server told the client. Where that is not seen, two readers of one stream could
  // disagree; and who only watches has no buttons.
  if (rules.viewOnly || (isRestricted(rules) && !framed)) stripped.add(encodings.extendedMouseButtons);
  // Without it there are no extended messages either way, and a viewer whose notices would be dropped gets plain text instead.
  if (cutTextRule(rules) === 'drop') stripped.add(encodings.extendedClipboard);
  // A viewer that is not told of power does not offer it.
  if (rules.viewOnly || !rules.power) stripped.add(encodings.xvp);
  return (encoding) => !stripped.has(encoding) && (isHint(encoding) || (framed ? isFramed(encoding) : isFollowed(encoding)));
}
