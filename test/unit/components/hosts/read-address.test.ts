import { describe, expect, it } from 'vitest';
import { readAddress, usesTls } from '@/components/hosts/form/read-address';

describe('readAddress', () => {
  it('says what a display number is stored as', () => {
    expect(readAddress('10.0.0.5:1')).toEqual({ state: 'good', stored: 'vnc://10.0.0.5:5901', scheme: 'vnc', same: false });
  });

  it('says when nothing changes', () => {
    expect(readAddress(' ws://10.0.0.5:6080/websockify ')).toMatchObject({ state: 'good', same: true });
  });

  it('says what is wrong', () => {
    expect(readAddress('http://10.0.0.5')).toMatchObject({ state: 'bad', problem: { key: 'fields.address.http' } });
  });

  it('does not complain of what was not typed yet', () => {
    expect(readAddress('  ')).toEqual({ state: 'empty' });
  });
});

it('shows TLS settings for wss and vncs only', () => {
  expect([['ws://a'], ['wss://a'], ['a:1', 'vncs://a'], ['wss://'], []].map(usesTls)).toEqual([false, true, true, false, false]);
});
