import { describe, expect, it } from 'vitest';
import { saslPrep } from '@/server/rfb/crypto/sasl-prep';
import { Scram, ScramError } from '@/server/rfb/crypto/scram';

const FIRST = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
const rfc7677 = () => new Scram('sha256', 'user', 'pencil', 'rOprNGfwEbeRWgbNEkqO');

describe('SCRAM', () => {
  it('has the exchange of RFC 7677 section 3', async () => {
    const scram = rfc7677();
    expect(scram.first().toString()).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
    expect((await scram.answer(Buffer.from(FIRST))).toString()).toBe(
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    );
    expect(() => scram.verify(Buffer.from('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='))).not.toThrow();
  });

  it('has the exchange of RFC 5802 section 5', async () => {
    const scram = new Scram('sha1', 'user', 'pencil', 'fyko+d2lbbFgONRv9qkxdawL');
    const answer = await scram.answer(Buffer.from('r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096'));
    expect(answer.toString()).toBe('c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=');
    expect(() => scram.verify(Buffer.from('v=rmF9pqV8S7suAoZWja4dJRkFsKQ='))).not.toThrow();
  });

  it('writes a comma and an equals sign in a name as RFC 5802 section 5.1 has it', () => {
    expect(new Scram('sha256', 'a,b=c', 'x', 'nonce').first().toString()).toBe('n,,n=a=2Cb=3Dc,r=nonce');
  });

  it('uses a nonce of its own every time', () => {
    expect(new Scram('sha256', 'a', 'x').first()).not.toEqual(new Scram('sha256', 'a', 'x').first());
  });

  it.each([
    ['another nonce', 'r=other%hvYDpWUa2,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['our nonce with nothing added', 'r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['one round, to guess the password from our proof', FIRST.replace('4096', '1')],
    ['4095 rounds', FIRST.replace('4096', '4095')],
    ['a million and one rounds', FIRST.replace('4096', '1000001')],
    ['2³² rounds', FIRST.replace('4096', '4294967296')],
    ['no number of rounds', FIRST.replace('4096', 'x')],
    ['no salt', FIRST.replace('W22ZaJ0SNY7soEsUEjb6gQ==', '')],
    ['a salt that is no Base64', FIRST.replace('W22ZaJ0SNY7soEsUEjb6gQ==', 'W22')],
    ['a salt of 2 KiB', FIRST.replace('W22ZaJ0SNY7soEsUEjb6gQ==', Buffer.alloc(2048).toString('base64'))],
    ['an extension that has to be understood', `m=x,${FIRST}`],
    ['nothing', ''],
    ['bytes that are no text', '\u0000\ufffd'],
  ])('refuses a challenge with %s', async (_what, challenge) => {
    await expect(rfc7677().answer(Buffer.from(challenge))).rejects.toMatchObject({ name: 'ScramError', problem: 'malformed' });
  });

  it('takes extensions that it may ignore', async () => {
    await expect(rfc7677().answer(Buffer.from(`${FIRST},x=later`))).resolves.toBeInstanceOf(Buffer);
  });

  it.each([
    ['of another password', 'v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', 'server_not_proven'],
    ['that is shorter', 'v=6rri', 'server_not_proven'],
    ['that is empty', 'v=', 'server_not_proven'],
    ['that is no Base64', 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4', 'malformed'],
    ['that is none', 'x', 'malformed'],
  ])('does not take a signature of the server %s', async (_what, last, problem) => {
    const scram = rfc7677();
    await scram.answer(Buffer.from(FIRST));
    expect(() => scram.verify(Buffer.from(last))).toThrow(expect.objectContaining({ name: 'ScramError', problem }) as ScramError);
  });

  it('takes no signature before it was challenged', () => {
    expect(() => rfc7677().verify(Buffer.from('v='))).toThrow(ScramError);
  });

  it("passes on the server's own word", async () => {
    const refused = { problem: 'refused', detail: 'unknown-user' };
    await expect(rfc7677().answer(Buffer.from('e=unknown-user'))).rejects.toMatchObject(refused);
    const scram = rfc7677();
    await scram.answer(Buffer.from(FIRST));
    expect(() => scram.verify(Buffer.from('e=unknown-user'))).toThrow(expect.objectContaining(refused) as ScramError);
  });
});

it.each([
  // RFC 4013 section 3, the examples that end in text.
  ['I\u00adX', 'IX'],
  ['user', 'user'],
  ['USER', 'USER'],
  ['\u00aa', 'a'],
  ['\u2168', 'IX'],
  ['a\u00a0b\u3000c', 'a b c'],
  ['e\u0301', 'é'],
])('SASLprep makes %j into %j', (text, prepared) => {
  expect(saslPrep(text)).toBe(prepared);
});
