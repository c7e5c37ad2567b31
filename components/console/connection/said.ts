/** The portal puts a stranger's words, a name or a time in parentheses behind its own sentence. */

const WITH_SAID = /^(.*\S) \(([^()]+)\)$/s;

export function splitSaid(message: string): { sentence: string; said: string } {
  const [, sentence = message, said = ''] = WITH_SAID.exec(message) ?? [];
  return { sentence, said };
}
