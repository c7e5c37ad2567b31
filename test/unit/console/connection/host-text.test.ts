import { describe, expect, it } from 'vitest';
import { hostClipboard, hostLine } from '@/components/console/connection/host-text';

describe('a line from the host', () => {
  it('loses controls, line breaks and what turns text around', () => {
    expect(hostLine('QEMU\u0007\r\n (vm\u202e1)\u0000 \u2028ok')).toBe('QEMU (vm 1) ok');
  });

  it('is shortened, never within a character', () => {
    expect(hostLine('x'.repeat(5_000_000)).length).toBe(200);
    expect(hostLine('😀'.repeat(300), 10)).toBe('😀😀😀😀…');
  });

  it('stays as it is otherwise', () => {
    expect(hostLine(' Büro: Café №1 <b> ')).toBe('Büro: Café №1 <b>');
  });
});

describe("the host's clipboard", () => {
  it('keeps lines and tabs and loses other controls', () => {
    expect(hostClipboard('a\tb\r\nc\rd\u0000\u001b[31m\u0085e')).toEqual({ text: 'a\tb\nc\nd[31me', cut: false });
  });

  it('says when it was too long to be shown whole', () => {
    expect(hostClipboard('abcdef', 3)).toEqual({ text: 'abc', cut: true });
  });
});
