import type { Rfb } from '../connection/no-vnc';

const TYPE = 'image/png';

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
  }, TYPE);
}

/** What keeps pictures from the clipboard: the page came over plain http, or the browser takes none. */
export function copyObstacle(): 'insecure' | 'unsupported' | null {
  if (!window.isSecureContext) return 'insecure';
  return typeof ClipboardItem !== 'undefined' && 'write' in navigator.clipboard ? null : 'unsupported';
}

/**
 * Puts the machine's whole screen on the clipboard.
 * @throws what the browser gives as its reason, when it refuses
 */
export async function copyScreenshot(rfb: Rfb): Promise<void> {
  const picture = new Promise<Blob>((resolve, reject) => {
    rfb.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), TYPE);
  });
  // The picture itself comes later: one browser takes it only from the click on.
  await navigator.clipboard.write([new ClipboardItem({ [TYPE]: picture })]);
}
