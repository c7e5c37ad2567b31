/** A connection as another program keeps it, and the host that is made from it. Passwords are never among it. */

import { text, type Text } from '../../../messages/text';
import { suggestId } from '../../contract/suggest-id';

export interface Connection {
  name: string;
  /** As {@link parseTarget} reads it. */
  target: string;
  /** The folders that it is in, the outermost first. */
  folders: string[];
  /** Words that it is marked with. */
  labels?: string[];
  username?: string;
  description?: string;
}

/** Connections of one file, and how many of other kinds were left out. */
export interface Connections {
  connections: Connection[];
  skipped: number;
}

export interface NamedHost {
  where: Text;
  value: { [field: string]: string | string[] };
}

const MAX_ID = 63;
const MAX_TAG = 40;
const MAX_TAGS = 32;
/** Of a name in a message. */
const MAX_SHOWN = 80;

/** Gives the connections of an import ids, each its own; the same files give the same ids. */
export class HostNaming {
  /** Id → how often it was wanted. */
  private readonly wanted = new Map<string, number>();

  host({ name, target, folders, labels = [], username, description }: Connection): NamedHost {
    const said = (value: string | undefined) => value !== undefined && value !== '';
    const value: NamedHost['value'] = {
      id: this.idFor(name, folders, target),
      target,
      ...(said(name) ? { name } : {}),
      ...(folders.length + labels.length > 0 ? { tags: tagsOf([...folders, ...labels]) } : {}),
      ...(said(username) ? { username: username! } : {}),
      ...(said(description) ? { description: description! } : {}),
    };
    return { where: text('importFindings.connection', { name: shown(name || target) }), value };
  }

  private idFor(name: string, folders: string[], target: string): string {
    const plain = suggestId(name);
    const inFolder = plain === '' ? '' : suggestId([...folders, name].join('-'));
    const byTarget = suggestId(target.replace(/^[a-z+]+:\/\//, ''));
    const candidates = [plain, inFolder, ...(plain === '' ? [byTarget] : [])].filter((id) => id !== '');
    const free = candidates.find((id) => !this.wanted.has(id));
    if (free !== undefined) {
      this.wanted.set(free, 1);
      return free;
    }
    const stem = candidates[0] ?? 'host';
    let number = this.wanted.get(stem) ?? 1;
    let id: string;
    do {
      const suffix = `-${++number}`;
      id = stem.slice(0, MAX_ID - suffix.length) + suffix;
    } while (this.wanted.has(id));
    this.wanted.set(stem, number);
    this.wanted.set(id, 1);
    return id;
  }
}

/** An address with a port beside it; either may be all there is, or the address may have its own port. */
export function addressOf(host: string, port: string): string {
  if (host === '' || port === '') return host;
  if (!host.includes('[') && host.split(':').length > 2) return `[${host}]::${port}`;
  const hasPort = host.startsWith('/') || host.replace(/^\[[^\]]*\]/, '').includes(':');
  return hasPort ? host : `${host}::${port}`;
}

/** A tag has no spaces, and none of what would need quoting. */
function tagsOf(words: string[]): string[] {
  const tags = words.map((word) =>
    word
      .replace(/\p{Cc}/gu, '')
      .replace(/[\s,"'\\]+/g, '-')
      .slice(0, MAX_TAG)
      .replace(/^-+|-+$/g, ''),
  );
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, MAX_TAGS);
}

function shown(name: string): string {
  return name.replace(/\p{Cc}/gu, ' ').slice(0, MAX_SHOWN);
}
