import { badgeColour, badgeText } from './identity';
import type { Tone } from './words';

const SIZE = 64;
const dots: Record<Tone, string> = { good: '#2fbf71', busy: '#f5a524', asks: '#4aa8ff', bad: '#e5484d' };

/** A PNG as a data URL: not every browser takes SVG here. Empty where there is no canvas. */
export function drawFavicon({ hostId, name, tone }: { hostId: string; name: string; tone: Tone }): string {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext('2d');
  if (!context) return '';

  context.fillStyle = badgeColour(hostId);
  context.beginPath();
  context.roundRect(0, 0, SIZE, SIZE, 14);
  context.fill();

  const text = badgeText(name);
  context.fillStyle = '#ffffff';
  context.font = `700 ${text.length > 2 ? 26 : 33}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, SIZE / 2, SIZE / 2 - 9);

  // A ring is cut around the dot, so that it stands out from any colour of badge and of tab.
  context.globalCompositeOperation = 'destination-out';
  disc(context, 17);
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = dots[tone];
  disc(context, 12);
  return canvas.toDataURL('image/png');
}

function disc(context: CanvasRenderingContext2D, radius: number): void {
  context.beginPath();
  context.arc(SIZE - 13, SIZE - 13, radius, 0, 2 * Math.PI);
  context.fill();
}
