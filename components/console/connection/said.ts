/** The portal puts a stranger's words, a name or a time in parentheses behind its own sentence: full-width ones in Chinese. */

const WITH_SAID = /^(.*\S) ?(?:\(([^()]+)\)|（([^（）]+)）)$/s;

export function splitSaid(message: string): { sentence: string; said: string } {
  const [, sentence = message, said, saidInChinese] = WITH_SAID.exec(message) ?? [];
  return { sentence, said: said ?? saidInChinese ?? '' };
}
