/** The first signal drains; a second one means it. */

/** A terminal sends Ctrl-C to everybody, and npm, which is one of them, passes it on: that is one signal. */
const SAME_MS = 200;

export function onSignal(tell: (signal: NodeJS.Signals, again: boolean) => void): void {
  let first: { signal: NodeJS.Signals; at: number } | null = null;
  const heard = (signal: NodeJS.Signals) => {
    const at = performance.now();
    if (first?.signal === signal && at - first.at < SAME_MS) return;
    const again = first !== null;
    first ??= { signal, at };
    tell(signal, again);
  };
  process.on('SIGTERM', heard).on('SIGINT', heard);
}
