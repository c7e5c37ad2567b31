/** Files of `name=value` lines in sections, as viewers keep their connections. */

export interface Ini {
  /** @returns an empty text for a value that is not there; names count without case */
  get(section: string, name: string): string;
}

export function readIni(text: string): Ini {
  const values = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r\n|\n|\r/)) {
    const heading = /^\s*\[([^\]]*)\]/.exec(line);
    if (heading) section = heading[1]!.trim().toLowerCase();
    const split = line.indexOf('=');
    if (heading || split < 1 || /^\s*[#;]/.test(line)) continue;
    values.set(`${section}\n${line.slice(0, split).trim().toLowerCase()}`, line.slice(split + 1).trim());
  }
  return { get: (of, name) => values.get(`${of}\n${name}`.toLowerCase()) ?? '' };
}
