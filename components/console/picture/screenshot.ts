import type { Rfb } from '../connection/no-vnc';

/** `web-01-2026-01-31-17-05-09.png`, by the clock of whoever looks for it among their downloads. */
export function screenshotName(hostId: string, at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${hostId}-${day}-${two(at.getHours())}-${two(at.getMinutes())}-${two(at.getSeconds())}.png`;
}

/** Saves the machine's whole screen, also what does not fit the window. */
export function saveScreenshot(rfb: Rfb, hostId: string): void {
  rfb.toBlob((blob) => {
    if (!blob) return;
    const address = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = address;
    link.download = screenshotName(hostId, new Date());
    link.click();
    // The download has begun when the click returns, but reads the blob later.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }, 'image/png');
}
