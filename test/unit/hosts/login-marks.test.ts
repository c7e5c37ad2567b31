import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LoginMarks } from '../../../server/hosts/login-marks';
import { temporaryDirectory } from '../../support/temporary';

const host = { id: 'h', updatedAt: 1 };

it('keeps tests from a server that was asked three times without a login, across processes, until somebody changes the host', () => {
  const directory = temporaryDirectory('marks');
  const path = join(directory.path, 'marks.json');
  let now = 0;
  const [one, other] = [new LoginMarks(path, () => now), new LoginMarks(path, () => now)];
  one.add(host, false);
  other.add(host, false);
  expect(one.why(host)).toBeNull();
  one.add(host, false);
  expect(other.why(host)).toBe('too_many');
  expect(other.why({ ...host, updatedAt: 2 })).toBeNull();
  expect(other.why({ ...host, id: 'other' })).toBeNull();
  now = 10 * 60_000;
  expect(other.why(host)).toBeNull();
  directory.remove();
});

it('does not ask a second time a server that wants credentials, and forgets after a login', () => {
  const directory = temporaryDirectory('marks');
  const marks = new LoginMarks(join(directory.path, 'marks.json'));
  marks.add(host, true);
  expect(marks.why(host)).toBe('asked');
  marks.forget(host);
  expect(marks.why(host)).toBeNull();
  writeFileSync(join(directory.path, 'marks.json'), 'damaged');
  expect(marks.why(host)).toBeNull();
  marks.add(host, true);
  expect(marks.why(host)).toBe('asked');
  directory.remove();
});
