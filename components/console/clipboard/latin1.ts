/** Text for VNC servers that know ISO 8859-1 only (RFC 6143 §7.5.6): signs of typography become what a keyboard has, the rest a question mark. */

const plain: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2022': '*',
  '\u2026': '...',
  '\u2002': ' ',
  '\u2003': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\u200b': '',
  '\ufeff': '',
};

export interface Latin1Text {
  text: string;
  /** So many characters became question marks. */
  lost: number;
}

export function toLatin1(text: string): Latin1Text {
  let lost = 0;
  // Composed: an ä of two parts is none that the server knows.
  const converted = text.normalize('NFC').replace(/[\u0100-\u{10ffff}]/gu, (character) => {
    const known = plain[character];
    if (known === undefined) lost++;
    return known ?? '?';
  });
  return { text: converted, lost };
}
