import { describe, expect, it } from 'vitest';
import { badgeColour, badgeColours, badgeText } from '@/components/console/identity';

describe("a console's sign", () => {
  it.each([
    ['web-01', 'W1'],
    ['web-12', 'W12'],
    ['db100', 'D00'],
    ['Build server', 'BS'],
    ['qemu', 'QE'],
    ['X', 'X'],
    ['10.0.0.5', '10'],
    ['éclair maison', 'ÉM'],
    ['服务器', '服务'],
    ['--', '--'],
    ['', '?'],
  ])('for %j is %s', (name, text) => {
    expect(badgeText(name)).toBe(text);
  });

  it('has a colour that depends on the id alone', () => {
    expect(badgeColour('web-01')).toBe(badgeColour('web-01'));
    expect(new Set(Array.from({ length: 40 }, (_, n) => badgeColour(`web-${n}`))).size).toBeGreaterThan(8);
  });

  it.each(badgeColours)('is readable in white on %s (WCAG AA)', (colour) => {
    expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
