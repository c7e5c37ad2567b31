import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usageExit } from '../../../server/cli/exit';
import { buildProgram } from '../../../server/cli/program';

let printed = '';
const write = (text: unknown) => {
  printed += String(text);
  return true;
};
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
  vi.spyOn(process.stdout, 'write').mockImplementation(write);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** @returns the exit code of a command that is understood wrongly or not at all; it opens no database */
const run = (args: string[]) =>
  buildProgram()
    .parseAsync(args, { from: 'user' })
    .then(
      () => null,
      (error: unknown) => usageExit(error),
    );

describe('misused, the commands about rights say what is wrong and exit with 2', () => {
  const anna = ['grant', 'add', '--user', 'anna'];
  it.each([
    [[...anna, '--access', 'view'], 'say where: --host, --tag or --all'],
    [['grant', 'add', '--all', '--access', 'view'], 'say for whom: --user or --group'],
    [[...anna, '--all'], "required option '--access <level>' not specified"],
    [[...anna, '--all', '--access', 'own'], 'Allowed choices are view, control'],
    [[...anna, '--group', 'ops', '--all', '--access', 'view'], "cannot be used with option '--group <name>'"],
    [[...anna, '--all', '--tag', 'lab', '--access', 'view'], "option '--tag <tag>' cannot be used with option '--all'"],
    [[...anna, '--all', '--access', 'view', '--until', '2026-02-30'], 'Write 2027-01-31'],
    [[...anna, '--all', '--access', 'view', '--until', '2026-02-28T10:00'], 'with its offset'],
    [[...anna, '--all', '--access', 'view', '--hours', 'always'], 'Mon-Fri 08:00-18:00'],
    [['access', 'explain', 'anna'], "missing required argument 'host'"],
    [['token', 'create', 'anna', '--name', 'x', '--power', 'read,rule'], 'Choose of read, connect, manage'],
  ])('%j', async (args, said) => {
    expect(await run(args)).toBe(2);
    expect(printed).toContain(said);
  });

  it.each([['group'], ['grant'], ['access'], ['grant', 'add'], ['access', 'explain']].map((args) => [args]))('%j --help', async (args) => {
    expect(await run([...args, '--help'])).toBe(0);
    expect(printed).toContain('Usage: portal');
  });
});
