/** What a file of hosts is, by its name and by how it begins. */

import { z } from 'zod';

export const importFormatSchema = z.enum(['csv', 'yaml', 'vnc', 'mremoteng', 'remmina']);
export type ImportFormat = z.infer<typeof importFormatSchema>;

const beginnings: readonly [ImportFormat, RegExp][] = [
  ['mremoteng', /^\s*(?:<\?xml[^>]*>)?(?:\s*<!--[\s\S]*?-->)*\s*<(?:[\w-]+:)?Connections[\s>]/],
  ['remmina', /^\s*(?:[#;].*\s+)*\[remmina\]/],
  ['vnc', /^\s*(?:[#;].*\s+)*(?:TigerVNC Configuration file|\[connection\])/i],
];

const endings: readonly [ImportFormat, RegExp][] = [
  ['yaml', /\.ya?ml$/i],
  ['csv', /\.(?:csv|tsv|txt)$/i],
  ['vnc', /\.(?:vnc|tigervnc)$/i],
  ['mremoteng', /\.xml$/i],
  ['remmina', /\.remmina$/i],
];

/** A file's beginning is enough to know it by. */
const BEGINNING = 4096;

/** What a file is called may be wrong: the files of other programs are known by how they begin. */
export function importFormatOf(text: string, name = ''): ImportFormat {
  const start = text.slice(0, BEGINNING);
  const known = beginnings.find(([, form]) => form.test(start)) ?? endings.find(([, ending]) => ending.test(name));
  if (known) return known[0];
  return /^\s*(?:-\s|hosts:|#|\[|---)/.test(text) ? 'yaml' : 'csv';
}

/** Whether a folder's file is one to import. */
export function isImportFile(name: string): boolean {
  return endings.some(([, ending]) => ending.test(name));
}
