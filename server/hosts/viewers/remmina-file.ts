/** Remmina's profiles: one connection each, of many protocols. The password in them is not read. */

import type { Connections } from './connection';
import { readIni } from './ini';

export function readRemminaFile(text: string, fileName: string): Connections {
  const ini = readIni(text);
  const get = (name: string) => unescaped(ini.get('remmina', name));
  if (get('protocol').toUpperCase() !== 'VNC') return { connections: [], skipped: 1 };
  const stem = fileName.replace(/^.*[/\\]/, '').replace(/\.remmina$/i, '');
  const server = get('server');
  const username = get('username');
  const description = get('notes_text');
  return {
    connections: [
      {
        name: get('name') || stem,
        target: server.startsWith('unix://') ? server.replace(/^unix:/, 'vnc+unix:') : server,
        folders: get('group').split('/'),
        labels: get('labels').split(','),
        ...(username === '' ? {} : { username }),
        ...(description === '' ? {} : { description }),
      },
    ],
    skipped: 0,
  };
}

const escapes: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };

/** As GLib's key files write a value. */
function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole);
}
