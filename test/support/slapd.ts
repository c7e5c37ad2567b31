/** A real OpenLDAP server on loopback, with StartTLS and LDAPS. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from './certificates';
import { freePort } from './ports';
import { RunningProcess, runProcess } from './process';
import { temporaryDirectory } from './temporary';
import { listening } from './waiting';

export const BASE = 'dc=example,dc=org';
export const SEARCHER = { dn: `cn=portal,${BASE}`, password: 'searching' };

interface Person {
  uid: string;
  cn: string;
  password: string;
  mail?: string;
}

export interface Slapd {
  /** `ldap://` and `ldaps://` with an address that the certificate is for. */
  url: string;
  secureUrl: string;
  port: number;
  modify(ldif: string): Promise<void>;
  stop(): Promise<void>;
}

export const personDn = (uid: string): string => `uid=${uid},ou=people,${BASE}`;
export const groupDn = (name: string): string => `cn=${name.replace(/[,+]/g, '\\$&')},ou=groups,${BASE}`;

/** @param groups names of members, by the name of the group */
export async function startSlapd(certificate: Certificate, people: Person[], groups: Record<string, string[]>): Promise<Slapd> {
  const { path, remove } = temporaryDirectory('slapd');
  const [port, securePort] = [await freePort(), await freePort()];
  mkdirSync(join(path, 'data'));
  const conf = join(path, 'slapd.conf');
  const schema = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`);
  writeFileSync(
    conf,
    [
      ...schema,
      'modulepath /usr/lib/ldap',
      'moduleload back_mdb',
      'moduleload memberof',
      `TLSCertificateFile ${certificate.certFile}`,
      `TLSCertificateKeyFile ${certificate.keyFile}`,
      // As other directories do: a bind without a password is nobody's, and succeeds.
      'allow bind_anon_cred',
      'database mdb',
      `suffix "${BASE}"`,
      `rootdn "${SEARCHER.dn}"`,
      `rootpw ${SEARCHER.password}`,
      `directory ${join(path, 'data')}`,
      'maxsize 10485760',
      'overlay memberof',
      '',
    ].join('\n'),
  );
  const url = `ldap://127.0.0.1:${port}`;
  const server = new RunningProcess('slapd', 'slapd', ['-f', conf, '-h', `${url} ldaps://127.0.0.1:${securePort}`, '-d', '0']);
  await listening(port, server);
  const tool = async (name: string, ldif: string): Promise<void> => {
    await runProcess(name, ['-x', '-H', url, '-D', SEARCHER.dn, '-w', SEARCHER.password], { input: ldif });
  };
  const entry = (dn: string, lines: string[]): string => [`dn: ${dn}`, ...lines, '', ''].join('\n');
  await tool(
    'ldapadd',
    [
      entry(BASE, ['objectClass: dcObject', 'objectClass: organization', 'o: Example']),
      entry(`ou=people,${BASE}`, ['objectClass: organizationalUnit']),
      entry(`ou=groups,${BASE}`, ['objectClass: organizationalUnit']),
      ...people.map(({ uid, cn, password, mail }) =>
        entry(personDn(uid), [
          ...['objectClass: inetOrgPerson', `cn: ${cn}`, 'sn: Person', `userPassword: ${password}`],
          ...(mail === undefined ? [] : [`mail: ${mail}`]),
        ]),
      ),
      ...Object.entries(groups).map(([name, members]) =>
        entry(groupDn(name), ['objectClass: groupOfNames', ...members.map((uid) => `member: ${personDn(uid)}`)]),
      ),
    ].join(''),
  );
  return {
    url,
    secureUrl: `ldaps://127.0.0.1:${securePort}`,
    port,
    modify: (ldif) => tool('ldapmodify', ldif),
    async stop() {
      await server.stop();
      remove();
    },
  };
}
