/** What a test does and sees on an X display, as the person at that machine would. */

import { runProcess, RunningProcess } from './process';
import { until } from './waiting';

/** Puts a text on both of X's clipboards. */
export async function copyOnHost(display: string, text: string): Promise<void> {
  for (const selection of ['clipboard', 'primary']) {
    const script = 'printf "%s" "$2" | xclip -display "$1" -selection "$3" -i >/dev/null 2>&1';
    await runProcess('sh', ['-c', script, 'sh', display, text, selection]);
  }
}

/** Pastes: asks whoever owns the clipboard, a viewer maybe. */
export async function pasteOnHost(display: string): Promise<string> {
  const { stdout } = await runProcess('sh', ['-c', `timeout 2 xclip -display ${display} -selection clipboard -o; true`]);
  return stdout.join('\n');
}

/** X's older clipboard, the only one of servers that know no other: ISO 8859-1. */
export async function storeCutBuffer(display: string, text: string): Promise<void> {
  const script = 'printf "%s" "$2" | iconv -t latin1 | xclip -display "$1" -selection buffer-cut -i';
  await runProcess('sh', ['-c', script, 'sh', display, text]);
}

export async function readCutBuffer(display: string): Promise<string> {
  const script = `xclip -display ${display} -selection buffer-cut -o | iconv -f latin1`;
  const { stdout } = await runProcess('sh', ['-c', script]);
  return stdout.join('\n');
}

export async function screenSize(display: string): Promise<string> {
  const { stdout } = await runProcess('xrandr', ['-display', display]);
  return /current (\d+ x \d+)/.exec(stdout.join('\n'))![1]!.replaceAll(' ', '');
}

/** Keys and pointer as they arrive at the root window, from now on. */
export async function watchInput(display: string): Promise<RunningProcess> {
  const events = ['-event', 'keyboard', '-event', 'mouse', '-event', 'property'];
  const xev = new RunningProcess('xev', 'stdbuf', ['-oL', 'xev', '-display', display, '-root', ...events]);
  // It says nothing of its own when it begins to listen.
  await until('xev to hear what happens', async () => {
    await runProcess('xprop', ['-display', display, '-root', '-f', 'VNC_PORTAL_TESTS', '8s', '-set', 'VNC_PORTAL_TESTS', 'heard?']);
    return xev.stdout.some((line) => line.includes('PropertyNotify'));
  });
  return xev;
}
