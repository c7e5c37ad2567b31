/** Linux's text console in QEMU: what is typed arrives as a program at that machine reads it, on any of XKB's layouts. */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runProcess } from './process';
import { startQemu } from './qemu';
import type { Qemu } from './qemu';
import { temporaryDirectory } from './temporary';
import { until } from './waiting';

/** Where scripts/linux-console.sh put them. */
const parts = process.env.LINUX_CONSOLE_PARTS ?? '/usr/local/share/vnc-portal-tests/linux-console';
const part = (name: string): string => join(parts, name);

/** There are two consoles to switch between, of which the first is read. The first serial line takes names of keymaps, the second gives what the console reads. */
const init = `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t devtmpfs dev /dev
stty -F /dev/ttyS0 raw -echo
stty -F /dev/ttyS1 raw -echo
stty -F /dev/tty1 -icanon min 1 time 0 -isig -ixon -iexten icrnl echo iutf8
cat /dev/tty1 >/dev/ttyS1 &
exec 3<>/dev/tty2
echo 'Type something.' >/dev/tty1
exec </dev/ttyS0 >/dev/ttyS0 2>&1
echo ready
while read -r name; do
  loadkeys -q /keymaps/$name.map && echo "loaded $name"
done
`;

export interface LinuxConsole extends Qemu {
  /** Sets the console to a layout, as the machine's administrator would. */
  useLayout(name: string): Promise<void>;
  /** Everything read since the last call of `forget`. */
  typed(): string;
  forget(): void;
  /** Waits until so many characters have been read, or no more come. */
  received(length: number): Promise<string>;
}

export async function startLinuxConsole(layouts: readonly string[]): Promise<LinuxConsole> {
  const { path, remove } = temporaryDirectory('linux-console');
  const initrd = await makeInitrd(path, layouts);
  const serial = [join(path, 'control'), join(path, 'typed')];
  const linux = { kernel: part('vmlinuz'), initrd, serial };
  const qemu = await startQemu({ linux });
  const [control, reader] = await Promise.all(serial.map(connectSerial));
  await control!.line('ready');
  return {
    ...qemu,
    async useLayout(name) {
      control!.socket.write(`${name}\n`);
      await control!.line(`loaded ${name}`);
    },
    typed: () => reader!.text(),
    forget: () => reader!.clear(),
    async received(length) {
      // QEMU hands keys to the machine one by one; what got lost on the way never comes.
      const enough = () => Array.from(reader!.text()).length >= length;
      const over = AbortSignal.timeout(20_000);
      while (!enough() && !over.aborted) await once(reader!.socket, 'data', { signal: over }).catch(() => undefined);
      return reader!.text();
    },
    async stop(signal) {
      for (const { socket } of [control!, reader!]) socket.destroy();
      await qemu.stop(signal);
      remove();
    },
  };
}

/** A file system of busybox, loadkeys with its libraries, and the keymaps that Debian's console would have. */
async function makeInitrd(directory: string, layouts: readonly string[]): Promise<string> {
  const root = join(directory, 'root');
  const place = (from: string, to: string): void => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(from, join(root, to));
    chmodSync(join(root, to), 0o755);
  };
  for (const name of ['busybox', 'loadkeys']) {
    if (!existsSync(part(name))) throw new Error(`${part(name)} is missing: run scripts/system-packages.sh`);
    place(part(name), `bin/${name}`);
  }
  for (const [library] of (await runProcess('ldd', [part('loadkeys')])).lines.join('\n').matchAll(/\/\S+/g)) place(library, library);
  for (const folder of ['dev', 'proc', 'keymaps']) mkdirSync(join(root, folder));
  for (const layout of layouts) {
    const args = [part('ckbcomp'), '-compact', '-I/usr/share/X11/xkb', '-model', 'pc105', '-layout', layout];
    writeFileSync(join(root, `keymaps/${layout}.map`), execFileSync('perl', args, { stdio: ['ignore', 'pipe', 'ignore'] }));
  }
  writeFileSync(join(root, 'init'), init, { mode: 0o755 });
  const archive = execFileSync('sh', ['-c', 'cd "$1" && find . | "$2" cpio -o -H newc', 'sh', root, part('busybox')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const file = join(directory, 'initrd.gz');
  writeFileSync(file, gzipSync(archive, { level: 1 }));
  return file;
}

interface Serial {
  socket: Socket;
  text: () => string;
  clear: () => void;
  line: (wanted: string) => Promise<unknown>;
}

async function connectSerial(path: string): Promise<Serial> {
  await until(`QEMU's serial line ${path}`, () => existsSync(path));
  const socket = connect(path);
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => (received = Buffer.concat([received, chunk])));
  socket.on('error', () => undefined);
  // The end may be half a character.
  const text = (): string => new TextDecoder().decode(received, { stream: true });
  return {
    socket,
    text,
    clear: () => (received = Buffer.alloc(0)),
    line: (wanted) => until(`${wanted} from the machine`, () => text().split('\n').includes(wanted), 30_000),
  };
}
