/** Certificates made by openssl for one test: an authority and what it signs, right and wrong. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from './process';
import { temporaryDirectory } from './temporary';

export interface Certificate {
  /** PEM files. */
  certFile: string;
  keyFile: string;
  /** PEM text of the certificate. */
  pem: string;
}

export interface CertificateOptions {
  /** Subject alternative names in openssl's own words, such as `IP:127.0.0.1,DNS:localhost`. */
  names?: string;
  expired?: boolean;
  /** An RSA key instead of one on a curve, for servers that know no other. */
  rsa?: boolean;
}

export interface Authority {
  directory: string;
  caFile: string;
  /** PEM text of the authority's certificate. */
  ca: string;
  issue(name: string, options?: CertificateOptions): Promise<Certificate>;
  selfSigned(name: string, options?: Pick<CertificateOptions, 'names'>): Promise<Certificate>;
  /** The directory that QEMU's tls-creds-x509 wants. */
  qemuDirectory(certificate: Certificate): string;
  stop(): void;
}

const HERE = 'IP:127.0.0.1,IP:::1,DNS:localhost';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const RSA_KEY = ['-newkey', 'rsa:2048', '-nodes'];
const signing = `
[ca]
default_ca=own
[own]
dir=.
database=index.txt
new_certs_dir=.
rand_serial=yes
default_md=sha256
policy=any
copy_extensions=copy
[any]
commonName=supplied
`;

export async function createAuthority(): Promise<Authority> {
  const { path: directory, remove } = temporaryDirectory('certificates');
  const openssl = (...args: string[]): Promise<unknown> => runProcess('openssl', args, { cwd: directory });
  writeFileSync(join(directory, 'ca.cnf'), signing);
  writeFileSync(join(directory, 'index.txt'), '');
  writeFileSync(join(directory, 'index.txt.attr'), 'unique_subject=no\n');
  const caExtensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  await openssl(
    'req',
    '-x509',
    ...KEY,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Test authority',
    ...caExtensions,
  );

  const read = (name: string): Certificate => ({
    certFile: join(directory, `${name}.pem`),
    keyFile: join(directory, `${name}.key`),
    pem: readFileSync(join(directory, `${name}.pem`), 'utf8'),
  });
  const extensions = (names: string): string[] => ['-addext', `subjectAltName=${names}`, '-addext', 'extendedKeyUsage=serverAuth'];

  return {
    directory,
    caFile: join(directory, 'ca.pem'),
    ca: readFileSync(join(directory, 'ca.pem'), 'utf8'),

    async issue(name, { names = HERE, expired = false, rsa = false } = {}) {
      const key = rsa ? RSA_KEY : KEY;
      await openssl('req', '-new', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`, ...extensions(names));
      const dates = expired ? ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'] : ['-days', '2'];
      const signer = ['-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key'];
      await openssl('ca', '-batch', '-notext', ...signer, ...dates, '-in', `${name}.csr`, '-out', `${name}.pem`);
      return read(name);
    },

    async selfSigned(name, { names = HERE } = {}) {
      const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
      await openssl('req', '-x509', ...KEY, ...files, '-days', '2', '-subj', `/CN=${name}`, ...extensions(names));
      return read(name);
    },

    qemuDirectory(certificate) {
      const { path } = temporaryDirectory('qemu-tls');
      writeFileSync(join(path, 'ca-cert.pem'), readFileSync(join(directory, 'ca.pem')));
      writeFileSync(join(path, 'server-cert.pem'), certificate.pem);
      writeFileSync(join(path, 'server-key.pem'), readFileSync(certificate.keyFile), { mode: 0o600 });
      return path;
    },

    stop: remove,
  };
}
