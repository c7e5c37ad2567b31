import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Refused } from './exit';

/** More than any password; a file piped in by mistake is not read whole. */
const MAX_INPUT = 64 * 1024;

/**
 * The first line of standard input, as it is but for its end. On a terminal it is asked for and not shown.
 * @throws Refused when it is empty
 */
export async function readSecret(what: string): Promise<string> {
  const line = process.stdin.isTTY ? await ask(what) : await firstLine();
  if (line === '') throw new Refused(`standard input holds no ${what}`);
  return line;
}

async function firstLine(): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin as AsyncIterable<string>) {
    text += chunk;
    if (text.includes('\n') || text.length > MAX_INPUT) break;
  }
  const [line = ''] = text.split('\n', 1);
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function ask(what: string): Promise<string> {
  process.stderr.write(`${what}: `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise((resolve, reject) => {
    let answer = '';
    terminal.on('line', (line) => {
      answer = line;
      terminal.close();
    });
    terminal.on('SIGINT', () => reject(new Refused('interrupted')));
    terminal.on('close', () => {
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}
