import { expect, it } from 'vitest';
import { unixLogon } from '@/server/rfb/security/unix-logon';
import { answerByNoVnc } from './support/novnc';
import { against } from './support/scripted-peer';

const context = (username: string, password: string) =>
  ({ credentials: { username, password }, tls: { servername: '' }, version: '3.8' }) as const;

it('sends both lengths, then name and password in UTF-8', async () => {
  const { stream, result } = against((peer) => peer.take(8 + 4 + 6));
  await unixLogon.authenticate(stream, context('anna', 'wörd!'));
  expect(await result).toEqual(Buffer.concat([Buffer.of(0, 0, 0, 4, 0, 0, 0, 6), Buffer.from('annawörd!')]));
});

it('sends what noVNC sends', async () => {
  const theirs = await answerByNoVnc('UnixLogon', Buffer.alloc(0), { username: 'anna', password: 'secret' });
  const { stream, result } = against((peer) => peer.take(theirs.length));
  await unixLogon.authenticate(stream, context('anna', 'secret'));
  expect(await result).toEqual(theirs);
});

it('asks for other credentials rather than send more than any account has', async () => {
  const { stream } = against(() => Promise.resolve());
  const refused = unixLogon.authenticate(stream, context('anna', 'p'.repeat(513)));
  await expect(refused).rejects.toMatchObject({ code: 'credentials_needed', needs: ['password'] });
});
