import { expect, it } from 'vitest';
import { canonicalDn, domainOf, firstValue } from '../../../server/auth/distinguished-name';
import { groupKeys, isInOne, malformedGroups } from '../../../server/auth/group-keys';

it.each<[string, ...string[]]>([
  ['cn=team,ou=groups,dc=x', ' CN = Team , OU= Groups,DC=x ', '2.5.4.3=team,OID.2.5.4.11=groups,dc=x', 'CN="team";ou=groups;dc=x'],
  ['cn=a\\,b,ou=g', 'cn=a\\2Cb,ou=g', 'CN="a,b",ou=g', 'cn=#0403612c62,ou=g', 'cn=#0c03612c62,ou=g'],
  ['cn=a+ou=b,dc=x', 'OU=B+CN=A,dc=x', 'commonName=a+organizationalUnitName=b,domainComponent=x'],
  ['cn=lučić', 'cn=Lu\\C4\\8Di\\C4\\87', 'cn=LUČIĆ', 'cn=lučić'.normalize('NFD')],
  ['cn=two blanks,dc=x', 'cn=  two   blanks ,dc=x', 'cn=two\\ \\ blanks\\ ,dc=x'],
  ['cn=\\#x', 'cn=\\23x'],
  ['cn=strasse', 'cn=Straße'],
])('%s is the one form of %j', (canonical, ...written) => {
  for (const name of [canonical, ...written]) expect([name, canonicalDn(name)]).toEqual([name, canonical]);
});

it.each(['team', 'a,b', 'cn=a,', 'cn=a\\', 'cn=a\\zz', 'cn=a,ops', ',cn=a', 'cn=#zz,x', 'cn=#0404616263', ''])(
  '%j is no distinguished name',
  (text) => {
    expect(canonicalDn(text)).toBeNull();
  },
);

it('tells the name that it begins with, and its domain', () => {
  expect([firstValue('CN=Smith\\, J\\c3\\b6rg,OU=x'), firstValue('ou=a+cn=b,dc=x'), firstValue('team')]).toEqual([
    'Smith, Jörg',
    'b',
    null,
  ]);
  expect([domainOf('uid=a,DC=Example,dc=org'), domainOf('uid=a,o=x')]).toEqual(['example.org', '']);
});

it('groups match by any way to write their names, and no other group', () => {
  const keys = groupKeys(['CN=Team, OU=Groups,DC=x', '/Ops', 'cn=a\\2cb,dc=x']);
  for (const group of ['cn=team,ou=groups,dc=x', 'ops', 'cn="a,b",dc=x']) expect([group, isInOne(keys, [group])]).toEqual([group, true]);
  for (const group of ['team', 'cn=team', 'cn=team,ou=groups', 'cn=a,dc=x', ''])
    expect([group, isInOne(keys, [group])]).toEqual([group, false]);
  expect(isInOne(groupKeys([`cn=${'x'.repeat(400)},dc=x`]), [`CN=${'X'.repeat(400)}, dc=x`])).toBe(true);
  expect(malformedGroups(['cn=ok,dc=x', 'plain', 'cn=broken\\zz', 'cn=a,ops'])).toEqual(['cn=broken\\zz', 'cn=a,ops']);
});
