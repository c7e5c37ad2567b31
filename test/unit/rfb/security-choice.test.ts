import { expect, it } from 'vitest';
import { choose } from '@/server/rfb/security/choice';
import { schemes } from '@/server/rfb/security/registry';
import type { SecurityContext } from '@/server/rfb/security/security-type';
import { subtypes } from '@/server/rfb/security/vencrypt';

const both = { username: 'ann', password: 'secret' };
const context = (more: Partial<SecurityContext> = {}): SecurityContext => ({
  credentials: both,
  tls: { servername: 'host.example' },
  version: '3.8',
  ...more,
});
const anonymous = { tls: { servername: 'host.example', allowAnonymous: true } };
const password = { credentials: { password: 'secret' } };
const nothing = { credentials: {} };
const knownKey = { rsa: { pinOnFirstUse: true } };

it.each<[string, number[], Partial<SecurityContext>, string]>([
  ['VncAuth rather than none, with a password', [1, 2], password, 'VncAuth'],
  ['none rather than nothing, without a password', [2, 1], nothing, 'None'],
  ['plain VncAuth rather than in Tight', [16, 2], password, 'VncAuth'],
  ['plain None rather than Tight', [16, 1], nothing, 'None'],
  ['VeNCrypt before all', [1, 2, 16, 19, 5], knownKey, 'VeNCrypt'],
  ['ARD with a name, where nobody else can read it', [30, 2], { confidential: true }, 'ARD'],
  ['ARD with a name, by leave', [30, 2], { unprotected: true }, 'ARD'],
  ['VncAuth of macOS without a name', [30, 2], password, 'VncAuth'],
  ['RSA-AES that encrypts everything, of a key that is known', [2, 6, 5, 129, 130], knownKey, 'RA2_256'],
  ['what is left when the RSA key is not known', [5, 2], password, 'VncAuth'],
  ['TLS without a certificate before what is not encrypted, by leave', [18, 2], anonymous, 'TLS'],
  ['what is not encrypted where TLS has no certificate and there is no leave', [18, 2], password, 'VncAuth'],
])('takes %s', async (_title, offered, more, name) => {
  await expect(choose(schemes, offered, context(more))).resolves.toMatchObject({ name });
});

it.each<[string, number[], Partial<SecurityContext>, string]>([
  ['a certificate before none', [257, 258, 259, 260], anonymous, 'X509None'],
  ['a login inside X509, with credentials', [260, 261, 262], {}, 'X509Plain'],
  ['the login that a password is enough for', [260, 261, 262], password, 'X509Vnc'],
  ['no login, without credentials', [260, 261, 262], nothing, 'X509None'],
  ['anonymous TLS before none, by leave', [2, 258], { ...password, ...anonymous }, 'TLSVnc'],
  ['VncAuth without TLS, without that leave', [2, 258], password, 'VncAuth'],
  ['SASL before a plain password', [262, 263], {}, 'X509SASL'],
  ['VncAuth before a password in the clear', [256, 2], { confidential: true }, 'VncAuth'],
  ['a password in the clear, by leave', [256, 1], { confidential: true }, 'Plain'],
  ['none rather than a password in the clear without leave', [256, 1], {}, 'None'],
])('takes of VeNCrypt %s', async (_title, offered, more, name) => {
  await expect(choose(subtypes, offered, context(more))).resolves.toMatchObject({ name });
});

it('says for each type that it knows why it may not be taken', async () => {
  const refused = choose(subtypes, [256, 258, 999], context());
  await expect(refused).rejects.toMatchObject({
    code: 'no_common_security',
    offered: [256, 258, 999],
    reason: expect.stringMatching(/^TLSVnc: .*certificate.*; Plain: .*could read the password/) as string,
  });
});

it('asks for credentials once', async () => {
  let times = 0;
  const asking = context({
    credentials: {},
    confidential: true,
    ask: () => Promise.resolve(++times === 1 ? { password: 'secret' } : both),
  });
  await expect(choose(schemes, [2], asking)).resolves.toMatchObject({ name: 'VncAuth' });
  await expect(choose(schemes, [30], asking)).rejects.toMatchObject({ code: 'credentials_needed', needs: ['username', 'password'] });
  expect(times).toBe(1);
});

it.each<[string, number[], string[], string[]]>([
  ['a name that VncAuth does without', [30, 2], ['username', 'password'], ['username']],
  ['nothing that ARD alone needs', [30], ['username', 'password'], []],
  ['nothing of a password alone', [2], ['password'], []],
])('asks for %s', async (_title, offered, needs, optional) => {
  const questions: unknown[] = [];
  const ask = (...question: unknown[]) => (questions.push(question), Promise.resolve({ username: '', password: 'secret' }));
  const chosen = choose(schemes, offered, context({ credentials: {}, confidential: true, ask }));
  if (offered.includes(2)) await expect(chosen).resolves.toMatchObject({ name: 'VncAuth' });
  else await expect(chosen).rejects.toMatchObject({ code: 'credentials_needed', needs });
  expect(questions).toEqual([[needs, optional]]);
});
