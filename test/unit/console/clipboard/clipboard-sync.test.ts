import { beforeEach, describe, expect, it } from 'vitest';
import { ClipboardSync, type HostClipboard, MOST_BYTES } from '@/components/console/clipboard/clipboard-sync';
import type { LocalClipboard, Reading } from '@/components/console/clipboard/local-clipboard';

/** This computer's, in a browser that lets the page at it as the test says. */
class Computer implements LocalClipboard {
  text = '';
  mayRead: Reading = 'allowed';
  mayWrite = true;
  written: string[] = [];
  canRead = () => true;
  reading = () => Promise.resolve(this.mayRead);
  onReading = () => () => undefined;
  read = () => Promise.resolve(this.mayRead === 'allowed' ? this.text : null);
  write = (text: string) => {
    if (this.mayWrite) this.written.push((this.text = text));
    return Promise.resolve(this.mayWrite);
  };
}

class Host implements HostClipboard {
  takesUnicode = true;
  got: string[] = [];
  clipboardPasteFrom = (text: string) => void this.got.push(text);
}

const copied = (text: string, cut = false) => ({ text, cut });
const bothWays = { toHost: true, fromHost: true };
let computer: Computer;
let host: Host;
let sync: ClipboardSync;

beforeEach(async () => {
  [computer, host] = [new Computer(), new Host()];
  sync = new ClipboardSync(computer);
  sync.connect(host, bothWays);
  await sync.ask();
});

describe('to the host', () => {
  it('goes what was copied meanwhile, once', async () => {
    computer.text = 'grüße 中文 😀';
    await sync.look();
    await sync.look();
    expect(host.got).toEqual(['grüße 中文 😀']);
  });

  it('goes nothing that came from there', async () => {
    await sync.receive(copied('line\nline'));
    computer.text = 'line\r\nline';
    await sync.look();
    sync.offer('line\nline');
    expect(host.got).toEqual([]);
  });

  it('goes nothing that the browser does not let the page read, until the person pastes it', async () => {
    computer.mayRead = 'askable';
    await sync.ask();
    computer.text = 'secret';
    await sync.look();
    expect(host.got).toEqual([]);
    sync.offer('secret');
    expect(host.got).toEqual(['secret']);
  });

  it('goes nothing while that way is closed, but by hand', async () => {
    sync.connect(host, { toHost: false, fromHost: true });
    computer.text = 'text';
    await sync.look();
    sync.offer('text');
    expect(host.got).toEqual([]);
    expect(sync.send('text')).toBe(true);
    expect(host.got).toEqual(['text']);
  });

  it('goes the same text again by a new connection, whose host may have forgotten it', async () => {
    computer.text = 'text';
    await sync.look();
    const another = new Host();
    sync.connect(null, bothWays);
    sync.connect(another, bothWays);
    await sync.look();
    expect(another.got).toEqual(['text']);
  });

  it('goes nothing older than what the person sent by hand', async () => {
    computer.text = 'older';
    await sync.look();
    sync.send('by hand');
    await sync.look();
    sync.offer('older');
    expect(host.got).toEqual(['older', 'by hand']);
    computer.text = 'newer';
    await sync.look();
    expect(host.got).toEqual(['older', 'by hand', 'newer']);
  });

  it('goes nothing that the page sees for the first time after the person sent a text by hand, unless they may have copied it since', () => {
    sync.send('by hand');
    sync.offer('older');
    expect(host.got).toEqual(['by hand']);
    sync.leave();
    sync.offer('copied elsewhere');
    expect(host.got).toEqual(['by hand', 'copied elsewhere']);
  });

  it('goes a first text that the person copied elsewhere after they sent one by hand', () => {
    sync.send('by hand');
    sync.leave();
    sync.offer('copied elsewhere');
    expect(host.got).toEqual(['by hand', 'copied elsewhere']);
  });

  it('goes what the person had on this computer by hand, and nothing older after it', async () => {
    expect(await sync.sendHere()).toBeNull();
    computer.text = 'mine';
    expect(await sync.sendHere()).toBe('mine');
    sync.send('by hand');
    await sync.look();
    expect(host.got).toEqual(['mine', 'by hand']);
  });

  it('goes the text sent by hand again by a new connection, not an older one', async () => {
    computer.text = 'older';
    await sync.look();
    sync.send('by hand');
    const another = new Host();
    sync.connect(null, bothWays);
    sync.connect(another, bothWays);
    await sync.look();
    expect(another.got).toEqual(['by hand']);
  });

  it('goes nothing again by the same connection after a time of view only', async () => {
    computer.text = 'text';
    await sync.look();
    sync.connect(null, { toHost: false, fromHost: false });
    sync.connect(host, bothWays);
    await sync.look();
    expect(host.got).toEqual(['text']);
  });

  it('goes what was copied while that way was closed, once it is open', async () => {
    computer.text = 'before';
    await sync.look();
    computer.mayWrite = false;
    await sync.receive(copied('of the host'));
    sync.connect(host, { toHost: false, fromHost: true });
    computer.text = 'meanwhile';
    await sync.look();
    sync.connect(host, bothWays);
    await sync.look();
    expect(host.got).toEqual(['before', 'meanwhile']);
  });

  it('goes no text longer than the portal lets through, which is told', () => {
    sync.offer('ä'.repeat(MOST_BYTES / 2 + 1));
    expect(host.got).toEqual([]);
    expect(sync.getSnapshot().problem).toEqual({ kind: 'too-long' });
    sync.offer('ä'.repeat(MOST_BYTES / 2));
    expect(host.got).toHaveLength(1);
    expect(sync.getSnapshot().problem).toBeNull();
  });

  it('counts the lines of a long text as the two characters that they may become', () => {
    expect(sync.send('\n'.repeat(MOST_BYTES / 2 + 1))).toBe(false);
    expect(sync.send('\n'.repeat(MOST_BYTES / 2))).toBe(true);
  });

  it('tells what a server without Unicode loses', () => {
    host.takesUnicode = false;
    sync.offer('中文');
    expect(sync.getSnapshot().problem).toEqual({ kind: 'characters', lost: 2 });
  });
});

describe('from the host', () => {
  it('comes what was copied there', async () => {
    const text = copied('from the host');
    await sync.receive(text);
    expect(computer.written).toEqual(['from the host']);
    expect(sync.getSnapshot()).toMatchObject({ delivered: text, waiting: false });
  });

  it('comes nothing that went there, also as the host understood it', async () => {
    host.takesUnicode = false;
    computer.text = 'it’s 中';
    await sync.look();
    await sync.receive(copied("it's ?"));
    expect(computer.written).toEqual([]);
    expect(computer.text).toBe('it’s 中');
  });

  it('waits where the browser wants a click first, and is told', async () => {
    computer.mayWrite = false;
    await sync.receive(copied('later'));
    expect(sync.getSnapshot()).toMatchObject({ delivered: null, waiting: true });
    computer.mayWrite = true;
    await sync.deliver();
    expect(computer.written).toEqual(['later']);
    expect(sync.getSnapshot().waiting).toBe(false);
  });

  it('what waits is not overtaken by the older text of this computer', async () => {
    computer.text = 'old';
    await sync.look();
    computer.mayWrite = false;
    await sync.receive(copied('new'));
    sync.offer('old');
    expect(host.got).toEqual(['old']);
    expect(sync.getSnapshot().waiting).toBe(true);
  });

  it('what waits gives way to what the person copied after it', async () => {
    computer.text = 'old';
    await sync.look();
    computer.mayWrite = false;
    await sync.receive(copied('of the host'));
    computer.text = 'of the person';
    computer.mayWrite = true;
    await sync.look();
    expect(host.got).toEqual(['old', 'of the person']);
    expect(computer.text).toBe('of the person');
  });

  it('comes no part of a text that was too long, and nothing where that was emptied', async () => {
    computer.text = 'mine';
    await sync.receive(copied('a part', true));
    await sync.receive(copied(''));
    expect(computer.text).toBe('mine');
  });

  it('comes nothing while that way is closed, nor what waited when it was', async () => {
    computer.mayWrite = false;
    await sync.receive(copied('waiting'));
    sync.connect(host, { toHost: true, fromHost: false });
    computer.mayWrite = true;
    await sync.deliver();
    await sync.receive(copied('forbidden'));
    expect(computer.written).toEqual([]);
  });
});
