import { describe, expect, it } from 'vitest';
import { say } from '../../../messages/say';
import { hostCreateSchema } from '../../../server/contract/host';
import { importFormatOf } from '../../../server/contract/import-format';
import { readEntry } from '../../../server/hosts/import-entry';
import { readImportFiles, type ImportFile } from '../../../server/hosts/import-file';

const TIGER = 'TigerVNC Configuration file Version 1.0\n\nServerName=10.0.0.5:1\nX509CA=/home/me/ca.pem\nPassword=c2VjcmV0\n';
const REAL =
  '[Connection]\r\nHost=10.0.0.6::5910\r\nUserName=anna\r\nPassword=73656372657421\r\nFriendlyName=Büro PC\r\nLabels=office, ground floor\r\n\r\n[Options]\r\nQuality=High\r\n';
const ULTRA = '[connection]\nhost=10.0.0.7\nport=5902\nproxyhost=\nproxyport=0\npassword=736563726574\n[options]\nuse_encoding_1=1\n';
const REPEATED = '[connection]\nhost=ID:1234\nport=5900\nproxyhost=repeater.example\nproxyport=5901\n';
const REMMINA =
  '[remmina]\nname=Build\\sserver\ngroup=Servers/Lab 2\nprotocol=VNC\nserver=10.0.0.8:5903\nusername=builder\npassword=c2VjcmV0\n';

const mremoteng = (nodes: string, root = '') =>
  `<?xml version="1.0" encoding="utf-8"?>\n<mrng:Connections xmlns:mrng="http://mremoteng.org" Name="Connections" ConfVersion="2.6" ${root}>\n${nodes}\n</mrng:Connections>`;
const node = (name: string, more: string) => `<Node Name="${name}" Type="Connection" Password="c2VjcmV0" ${more} />`;
const FOLDERS = mremoteng(
  `<Node Name="Data centre" Type="Container" Protocol="VNC" Port="5907" Descr="shared">
    <Node Name="Rack 2" Type="Container" InheritProtocol="true" InheritPort="true">
      ${node('web', 'Hostname="10.0.1.1" InheritProtocol="true" InheritPort="true"')}
      ${node('db', 'Hostname="fe80::1" Protocol="VNC" Port="5901" Descr="A &amp; B"')}
      ${node('shell', 'Hostname="10.0.1.3" Protocol="SSH2" Port="22"')}
    </Node>
    ${node('web', 'Hostname="10.0.1.4" Protocol="VNC" Port="5900"')}
  </Node>
  ${node('办公室', 'Hostname="10.0.1.5" Protocol="VNC" Port="5900"')}
  ${node('desk', 'Hostname="10.0.1.6" Protocol="RDP" Port="3389"')}`,
);

/** The hosts that they become; fails where one is not good. */
function hostsOf(...files: ImportFile[]) {
  const { entries, mistakes } = readImportFiles(files);
  expect(mistakes).toEqual([]);
  return entries.map(({ value }) => {
    const read = readEntry(value);
    if (!('entry' in read)) throw new Error(JSON.stringify(read.wrong));
    const { id, name, tags, targets, credentials, description } = hostCreateSchema.parse({ ...read.entry.fields, id: read.entry.id });
    return { id, name, tags, targets, credentials, description };
  });
}

const plain = { tags: [], credentials: {}, description: '' };

describe('a file of another program', () => {
  it.each<[string, string, string, object]>([
    ['TigerVNC', 'front desk.vnc', TIGER, { ...plain, id: 'front-desk', name: 'front desk', targets: ['vnc://10.0.0.5:5901'] }],
    [
      ...(['RealVNC', 'x.vnc', REAL] as const),
      {
        ...plain,
        ...{ id: 'buero-pc', name: 'Büro PC', targets: ['vnc://10.0.0.6:5910'], tags: ['office', 'ground-floor'] },
        credentials: { username: 'anna' },
      },
    ],
    ['UltraVNC', 'C:\\vnc\\plant.vnc', ULTRA, { ...plain, id: 'plant', name: 'plant', targets: ['vnc://10.0.0.7:5902'] }],
    [
      ...(['UltraVNC, behind a repeater', 'far.vnc', REPEATED] as const),
      { ...plain, id: 'far', name: 'far', targets: ['vnc+repeater://repeater.example:5901?id=1234'] },
    ],
    [
      ...(['Remmina', '1700000000.remmina', REMMINA] as const),
      {
        ...plain,
        ...{ id: 'build-server', name: 'Build server', targets: ['vnc://10.0.0.8:5903'], tags: ['Servers', 'Lab-2'] },
        credentials: { username: 'builder' },
      },
    ],
  ])('of %s becomes a host without its password', (_, name, text, host) => {
    expect(hostsOf({ name, text })).toEqual([host]);
    expect(JSON.stringify(readImportFiles([{ name, text }]))).not.toMatch(/c2VjcmV0|7365/);
  });

  it('of mRemoteNG becomes hosts with their folders as tags, what they inherit, and ids of their own', () => {
    expect(hostsOf({ name: 'confCons.xml', text: FOLDERS })).toEqual([
      { ...plain, id: 'web', name: 'web', targets: ['vnc://10.0.1.1:5907'], tags: ['Data-centre', 'Rack-2'] },
      { ...plain, id: 'db', name: 'db', targets: ['vnc://[fe80::1]:5901'], tags: ['Data-centre', 'Rack-2'], description: 'A & B' },
      { ...plain, id: 'data-centre-web', name: 'web', targets: ['vnc://10.0.1.4:5900'], tags: ['Data-centre'] },
      { ...plain, id: '10-0-1-5', name: '办公室', targets: ['vnc://10.0.1.5:5900'] },
    ]);
    const read = readImportFiles([{ name: 'confCons.xml', text: FOLDERS }]);
    expect(read.files).toEqual([{ name: 'confCons.xml', format: 'mremoteng', hosts: 4, skipped: 2 }]);
    expect(JSON.stringify(read)).not.toContain('c2VjcmV0');
  });

  it('stands beside others, each in its own format, and connections of one name get ids of their own', () => {
    const files = ['a', 'b', 'c'].map((folder) => ({ name: `${folder}/pc.vnc`, text: TIGER }));
    expect(hostsOf(...files, { name: 'hosts.csv', text: 'id,target\nx,y' }).map(({ id }) => id)).toEqual(['pc', 'pc-2', 'pc-3', 'x']);
  });

  it('is known by how it begins, whatever it is called', () => {
    expect([TIGER, REAL, ULTRA, REMMINA, FOLDERS].map((text) => importFormatOf(text, 'x.txt'))).toEqual([
      ...['vnc', 'vnc', 'vnc', 'remmina', 'mremoteng'],
    ]);
    expect([importFormatOf('- id: a', 'a.csv'), importFormatOf('[]', 'x'), importFormatOf('id,name')]).toEqual(['csv', 'yaml', 'csv']);
  });

  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const deep = '<Node Name="x" Type="Container">'.repeat(5000) + '</Node>'.repeat(5000);
  it.each<[string, string, RegExp]>([
    ['entities of its own', mremoteng(node('&b;', '')).replace('?>', `?>${bomb}`), /DOCTYPE/],
    ['folders without end', mremoteng(deep), /line 1: this is not valid XML of mRemoteNG/],
    ['a tag that is left open', mremoteng('<Node Name="x">'), /line \d+: this is not valid XML/],
    ['everything encrypted', mremoteng('c2VjcmV0', 'FullFileEncryption="true"'), /encrypted as a whole/],
    ['nothing of VNC', mremoteng(node('desk', 'Hostname="h" Protocol="RDP"')), /no VNC connection/],
  ])('of mRemoteNG is refused with %s, and says nothing of what is in it', (_, text, message) => {
    const { entries, mistakes } = readImportFiles([{ name: 'confCons.xml', text }]);
    expect([entries, mistakes.length]).toEqual([[], 1]);
    expect(say(mistakes[0]!.message)).toMatch(message);
    expect(say(mistakes[0]!.message)).not.toContain('c2VjcmV0');
  });
});

describe('a table with wrong columns', () => {
  it('has one mistake for all of them, which names the right ones', () => {
    const columns = Array.from({ length: 50 }, (_, index) => `Spalte ${index}`);
    const rows = Array.from({ length: 12 }, () => columns.map(() => 'x').join(','));
    const { mistakes } = readImportFiles([{ name: 'x.csv', text: [columns.join(','), ...rows].join('\n') }]);
    expect(mistakes).toHaveLength(1);
    const message = say(mistakes[0]!.message);
    expect(message).toMatch(
      /^line 1: 50 columns have unknown names \(Spalte 0, Spalte 1, .*Spalte 9\): use these names: id, name, .*tls\.ca/,
    );
    expect(message).not.toContain('Spalte 10');
  });

  it('or without a column of ids has one too', () => {
    const { mistakes } = readImportFiles([{ name: 'x.csv', text: 'name,target\na,b\nc,d' }]);
    expect(mistakes.map(({ message }) => say(message))).toEqual([expect.stringContaining('there is no column “id”') as string]);
  });
});
