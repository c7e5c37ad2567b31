/** noVNC says when it has signed in, not when the machine's picture is there. Its canvas is transparent until then. */

const LOOK_EVERY_MS = 40;
/** A copy so small costs nothing to read, and the first update covers the whole screen. */
const SAMPLE = 8;

export function watchFirstPicture(target: HTMLElement, onPicture: () => void): () => void {
  const sample = document.createElement('canvas');
  sample.width = SAMPLE;
  sample.height = SAMPLE;
  const context = sample.getContext('2d', { willReadFrequently: true });
  const timer = setInterval(() => {
    const canvas = target.querySelector('canvas');
    if (!context || !canvas || canvas.width === 0 || canvas.height === 0) return;
    context.clearRect(0, 0, SAMPLE, SAMPLE);
    context.drawImage(canvas, 0, 0, SAMPLE, SAMPLE);
    if (!hasPicture(context.getImageData(0, 0, SAMPLE, SAMPLE).data)) return;
    clearInterval(timer);
    onPicture();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** @param rgba four bytes a pixel */
export function hasPicture(rgba: Uint8ClampedArray): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 0) return true;
  return false;
}
