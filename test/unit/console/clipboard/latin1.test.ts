import { expect, it } from 'vitest';
import { toLatin1 } from '@/components/console/clipboard/latin1';

it.each([
  ['what ISO 8859-1 has stays', 'Ärger, ¿qué? ½ £', 'Ärger, ¿qué? ½ £', 0],
  ['signs of typography become those of a keyboard', '“It’s” – done… • ok', '"It\'s" - done... * ok', 0],
  ['a letter of two parts is composed', 'a\u0308', 'ä', 0],
  ['anything else becomes one question mark a character', '中文 😀', '?? ?', 3],
])('%s', (_, text, expected, lost) => {
  expect(toLatin1(text)).toEqual({ text: expected, lost });
});
