/** A picture on an X display that is as hard to compress as a photograph. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningProcess } from './process';
import { temporaryDirectory } from './temporary';

const HEADER = 100;

/** An X window dump (XWDFile.h) of waves of colour with noise on them, the same for the same seed. */
function windowDump(width: number, height: number, seed: number): Buffer {
  const file = Buffer.alloc(HEADER + 4 + width * height * 4);
  const version = 7;
  const [zPixmap, depth, trueColor, bits] = [2, 24, 4, 32];
  const head = [HEADER + 4, version, zPixmap, depth, width, height, 0, 0, bits, 0, bits, bits, width * 4, trueColor];
  head.push(0xff0000, 0xff00, 0xff, 8, 0, 0, width, height, 0, 0, 0);
  head.forEach((value, index) => file.writeUInt32BE(value, index * 4));
  file.write('pic', HEADER);
  let random = seed * 2_654_435_761 + 1;
  for (let y = 0, at = HEADER + 4; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      const noise = (random >>> 24) / 4 - 32;
      const wave = (scale: number) => Math.max(0, Math.min(255, 128 + 90 * Math.sin((x * scale + y + seed * 40) / 37) + noise));
      file[at] = wave(1);
      file[at + 1] = wave(2);
      file[at + 2] = wave(3);
    }
  }
  return file;
}

/** Shows one for as long as it runs. */
export async function showPhoto(display: string, seed: number, { width = 400, height = 300 } = {}): Promise<RunningProcess> {
  const { path } = temporaryDirectory('photo');
  const file = join(path, 'photo.xwd');
  writeFileSync(file, windowDump(width, height, seed));
  const shown = new RunningProcess('xwud', 'xwud', ['-display', display, '-geometry', '+0+0', '-in', file]);
  return Promise.resolve(shown);
}
