import { expect, it } from 'vitest';
import { splitSaid } from '@/components/console/connection/said';

it.each([
  ['Somebody works on it. (ann, since 10:00:00)', 'Somebody works on it.', 'ann, since 10:00:00'],
  ['有人正在使用。（ann，自 10:00:00 起）', '有人正在使用。', 'ann，自 10:00:00 起'],
  ['Nothing was said.', 'Nothing was said.', ''],
  ['It (the host) is away.', 'It (the host) is away.', ''],
])('tells the sentence %j from what was said', (message, sentence, said) => {
  expect(splitSaid(message)).toEqual({ sentence, said });
});
