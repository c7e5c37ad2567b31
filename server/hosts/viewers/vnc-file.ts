/** The `.vnc` files of TigerVNC, RealVNC, UltraVNC and TightVNC: one connection each. The password in them is not read. */

import { addressOf, type Connection } from './connection';
import { readIni } from './ini';

/** @param fileName whose stem names the host where nothing else does */
export function readVncFile(text: string, fileName: string): Connection {
  const ini = readIni(text);
  const stem = fileName.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  // TigerVNC has no sections.
  const server = ini.get('', 'ServerName');
  const host = ini.get('connection', 'host');
  const target =
    server === ''
      ? repeated(ini.get('connection', 'proxyhost'), ini.get('connection', 'proxyport'), host, ini.get('connection', 'port'))
      : server;
  const username = ini.get('connection', 'UserName');
  const labels = ini.get('connection', 'Labels').split(',');
  return {
    name: ini.get('connection', 'FriendlyName') || stem,
    target: target.startsWith('/') ? `vnc+unix://${target}` : target,
    folders: [],
    labels: labels.map((label) => label.trim()).filter((label) => label !== ''),
    ...(username === '' ? {} : { username }),
  };
}

/** UltraVNC names a server behind a repeater `ID:1234`. */
function repeated(proxy: string, proxyPort: string, host: string, port: string): string {
  const id = /^ID:(.+)$/i.exec(host)?.[1];
  if (id === undefined || proxy === '') return addressOf(host, port);
  return `vnc+repeater://${proxy.includes(':') ? `[${proxy}]` : proxy}${proxyPort === '' ? '' : `:${proxyPort}`}?id=${id.trim()}`;
}
