/** x11vnc (libvncserver) in front of an Xvfb. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './ports';
import { RunningProcess } from './process';
import { temporaryDirectory } from './temporary';
import { passwordFile } from './tigervnc';
import { setXLayout } from './x-typing';

export interface X11VncOptions {
  password?: string;
  /** A PEM file with certificate and key: TLS by VeNCrypt, by type 18, and around everything. */
  tlsFile?: string;
  /** `-vencrypt`, `-anontls` and the like. */
  args?: string[];
  /** Whether it lets several viewers in; otherwise the next one takes the place of the one before. */
  shared?: boolean;
  /** The screen's keyboard layout; x11vnc looks at it once. */
  layout?: string;
}

export interface X11Vnc {
  port: number;
  /** As in DISPLAY, of the screen that it shows. */
  display: string;
  stop(): Promise<unknown>;
}

export async function startX11Vnc({ password, tlsFile, args = [], shared = true, layout }: X11VncOptions = {}): Promise<X11Vnc> {
  const { path, remove } = temporaryDirectory('x11vnc');
  // Without a reset: a screen whose last program leaves would forget its layout.
  const screen = new RunningProcess('Xvfb', 'Xvfb', ['-displayfd', '1', '-screen', '0', '320x240x24', '-nolisten', 'tcp', '-noreset']);
  const [, number] = await screen.line(/^(\d+)$/);
  const display = `:${number!}`;
  if (layout !== undefined) await setXLayout(display, layout);
  const port = await freePort();
  const options = ['-display', display, '-rfbport', String(port), '-localhost', '-forever', '-noxdamage', '-noxrecord', '-norc'];
  if (shared) options.push('-shared');
  options.push(...(password === undefined ? ['-nopw'] : ['-rfbauth', await passwordFile(path, password)]));
  if (tlsFile !== undefined) options.push('-ssl', tlsFile);
  const server = new RunningProcess('x11vnc', 'x11vnc', [...options, ...args], { env: { OPENSSL_CONF: opensslConfiguration(path) } });
  // With TLS it listens, stops, and listens again: whoever comes between is reset. This line is the last thing it does before it serves.
  await server.line(/^PORT=\d+$/, 20_000);
  return {
    port,
    display,
    async stop() {
      await server.stop();
      await screen.stop();
      remove();
    },
  };
}

/** Debian's OpenSSL allows no key exchange without a certificate, which is what type 18 and VeNCrypt's TLSNone are, above level 0. */
function opensslConfiguration(directory: string): string {
  const file = join(directory, 'openssl.cnf');
  const sections = ['openssl_conf=all', '[all]', 'ssl_conf=ssl', '[ssl]', 'system_default=tls', '[tls]', 'CipherString=DEFAULT@SECLEVEL=0'];
  writeFileSync(file, sections.join('\n') + '\n');
  return file;
}
