import { describe, expect, it } from 'vitest';
import { say } from '../../../messages/say';
import type { Text } from '../../../messages/text';
import { check, fieldText } from '../../../server/contract/sentence';
import { formatTarget, parseTarget, TargetError, targetSchema } from '../../../server/contract/target';

const stored = (text: string) => formatTarget(parseTarget(text));

describe('what people paste becomes one stored form', () => {
  it.each([
    ['10.0.0.5', 'vnc://10.0.0.5:5900'],
    ['10.0.0.5:1', 'vnc://10.0.0.5:5901'],
    ['10.0.0.5:99', 'vnc://10.0.0.5:5999'],
    ['10.0.0.5:5901', 'vnc://10.0.0.5:5901'],
    ['10.0.0.5::5901', 'vnc://10.0.0.5:5901'],
    ['10.0.0.5::1', 'vnc://10.0.0.5:1'],
    ['  Web-01.Example.COM:2 ', 'vnc://web-01.example.com:5902'],
    ['fd00::5', 'vnc://[fd00::5]:5900'],
    ['[fd00::5]:2', 'vnc://[fd00::5]:5902'],
    ['[fd00::5]::5999', 'vnc://[fd00::5]:5999'],
    ['vnc://h', 'vnc://h:5900'],
    ['VNC://H:5901', 'vnc://h:5901'],
    ['vncs://h:443', 'vncs://h:443'],
    ['ws://h', 'ws://h:80/'],
    ['wss://h', 'wss://h:443/'],
    ['ws://h:6080/websockify?token=a', 'ws://h:6080/websockify?token=a'],
    ['wss://[::1]:6080/', 'wss://[::1]:6080/'],
    ['vnc+unix:///run/vm/vnc.sock', 'vnc+unix:///run/vm/vnc.sock'],
    ['vnc+repeater://r?id=1234', 'vnc+repeater://r:5901?id=1234'],
  ])('%s → %s', (text, target) => {
    expect(stored(text)).toBe(target);
    expect(stored(target)).toBe(target);
  });
});

function problemOf(target: string): Text {
  try {
    parseTarget(target);
  } catch (error) {
    if (error instanceof TargetError) return error.said;
  }
  throw new Error('it was not refused');
}

describe('what is wrong is said in a sentence', () => {
  it.each([
    ['', /Enter an address/],
    ['http://h:6080', /ws:\/\/ instead of http/],
    ['https://h', /wss:\/\/ instead of https/],
    ['ssh://h', /not supported/],
    ['vnc://h:0', /not a port/],
    ['vnc://h:65536', /not a port/],
    ['vnc://h:abc', /not a whole address|not a port/],
    ['vnc://h/path', /host and a port only/],
    ['vnc://u:p@h', /fields of their own/],
    ['ws://h/#x', /Leave out/],
    ['h:', /After the host/],
    ['h:x', /After the host/],
    ['h::', /not a port/],
    [':1', /host is missing/],
    ['a b', /no spaces/],
    ['vnc+unix://relative', /whole path/],
    ['vnc+unix:///run/../etc/passwd', /without/],
    ['exa mple.com', /no spaces/],
    ['vnc+repeater://r:5901', /needs the id/],
    ['vnc+repeater://r:5901?id=a%00b', /needs the id/],
    ['-bad-:1', /not a host name/],
    ['a'.repeat(2000), /at most/],
  ])('%s', (text, message) => {
    expect(say(problemOf(text))).toMatch(message);
    expect(say(problemOf(text), 'zh-CN')).toMatch(/\p{Script=Han}/u);
    expect(check(targetSchema, text).error?.issues.map(fieldText)).toEqual([problemOf(text)]);
  });
});
