import { expect, it } from 'vitest';
import { configuredGroups, proxiedGroups, type GroupSeparator } from '../../../server/config/group-list';

const A = 'cn=a,ou=g,dc=x';
const B = 'cn=b\\,c,ou=g,dc=x';

it.each<[string, string[]]>([
  ['', []],
  ['wheel', ['wheel']],
  ['wheel,x', ['wheel', 'x']],
  ['wheel, Domain Admins ,', ['wheel', 'Domain Admins']],
  ['wheel x  y', ['wheel', 'x', 'y']],
  ['Domain Admins', ['Domain Admins']],
  ['authentik Admins', ['authentik Admins']],
  ['authentik Admins|ops', ['authentik Admins', 'ops']],
  ['wheel;x', ['wheel', 'x']],
  ['wheel;x,y', ['wheel', 'x', 'y']],
  [A, [A]],
  [`${A};${B}`, [A, B]],
  [`${A}|${B}`, [A, B]],
  [`${A}; ops`, [A, 'ops']],
  [`ops,${A},wheel`, ['ops', A, 'wheel']],
  [`${A},${B}`, [A, B]],
  [`${A} ${B}`, [A, B]],
  ['cn=Domain Admins, cn=Users, dc=x', ['cn=Domain Admins,cn=Users,dc=x']],
  ['["wheel","Domain Admins"]', ['wheel', 'Domain Admins']],
  [`["${A}"]`, [A]],
  ['["a", 7, {"name":"b"}]', ['a']],
  ['[]', []],
  ['[wheel, x]', ['wheel', 'x']],
  ['[wheel x]', ['wheel', 'x']],
  ['"wheel","a, b"', ['wheel', 'a, b']],
  ['team=ops,role=dev', ['team=ops', 'role=dev']],
  ['DOM\\ops,DOM\\dev', ['DOM\\ops', 'DOM\\dev']],
])('the header %j names %j', (header, groups) => expect(proxiedGroups(header, 'auto')).toEqual(groups));

it.each<[GroupSeparator, string, string[]]>([
  ['comma', 'non admins,x;y', ['non admins', 'x;y']],
  ['semicolon', 'a,b;c', ['a,b', 'c']],
  ['pipe', 'non admins', ['non admins']],
  ['blank', 'Wheel Staff', ['Wheel', 'Staff']],
  ['json', '["a b"]', ['a b']],
  ['json', 'admins', []],
])('separated by %s, %j names %j', (separator, header, groups) => expect(proxiedGroups(header, separator)).toEqual(groups));

it.each<[string, string[]]>([
  ['admins, Domain Admins', ['admins', 'Domain Admins']],
  [A, [A]],
  [`${A}; ${B}`, [A, B]],
  [`admins, ${A}`, ['admins', A]],
  ['cn=a\\;b,dc=x;ops', ['cn=a\\;b,dc=x', 'ops']],
])('the variable %j names %j', (text, groups) => expect(configuredGroups(text)).toEqual(groups));
