import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { parseNetworks } from '../../../server/config/networks';
import { clientInfo, ownOrigin } from '../../../server/http/client-info';

const request = (remoteAddress: string, headers: Record<string, string>, encrypted = false) =>
  ({ socket: { remoteAddress, encrypted }, headers }) as unknown as IncomingMessage;
const trust = (proxies: string, publicUrl: string | null = null) => ({
  isTrustedProxy: parseNetworks(proxies)!,
  publicUrl: publicUrl ? new URL(publicUrl) : null,
});
const forwarded = {
  host: 'inner:3000',
  'x-forwarded-for': '203.0.113.9, 10.0.0.2',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'vnc.example',
};

describe('who asks', () => {
  it('is the connection itself when no proxy is trusted, whatever the headers say', () => {
    expect(clientInfo(request('::ffff:198.51.100.4', forwarded), trust(''))).toEqual({
      address: '198.51.100.4',
      secure: false,
      host: 'inner:3000',
    });
    expect(clientInfo(request('198.51.100.4', { host: 'h' }, true), trust(''))).toMatchObject({ secure: true });
  });

  it('is the last address that no trusted proxy has, by the word of those that are', () => {
    expect(clientInfo(request('10.0.0.1', forwarded), trust('10.0.0.0/8'))).toEqual({
      address: '203.0.113.9',
      secure: true,
      host: 'vnc.example',
    });
    expect(clientInfo(request('10.0.0.1', forwarded), trust('10.0.0.1'))).toMatchObject({ address: '10.0.0.2' });
    const forged = { ...forwarded, 'x-forwarded-for': '127.0.0.1, 203.0.113.9, 10.0.0.2' };
    expect(clientInfo(request('10.0.0.1', forged), trust('10.0.0.0/8'))).toMatchObject({ address: '203.0.113.9' });
  });

  it('stops at what is not an address', () => {
    expect(clientInfo(request('10.0.0.1', { host: 'h', 'x-forwarded-for': '1.2.3.4, <script>' }), trust('10.0.0.0/8')).address).toBe(
      '10.0.0.1',
    );
  });

  it('believes what the nearest proxy says of scheme and host, the last of a list', () => {
    const listed = { host: 'h', 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'evil.example, good.example' };
    expect(clientInfo(request('10.0.0.1', listed), trust('10.0.0.0/8'))).toMatchObject({ secure: false, host: 'good.example' });
  });

  it('has the origin of PUBLIC_URL when that is set', () => {
    const info = clientInfo(request('198.51.100.4', forwarded), trust('', 'https://vnc.example/sub'));
    expect(info).toEqual({ address: '198.51.100.4', secure: true, host: 'vnc.example' });
    expect(ownOrigin(info)).toBe('https://vnc.example');
  });

  it('has an origin without the default port, and none when the Host is no host', () => {
    expect(ownOrigin({ address: '', secure: false, host: 'h:80' })).toBe('http://h');
    expect(ownOrigin({ address: '', secure: true, host: 'H:8443' })).toBe('https://h:8443');
    expect(ownOrigin({ address: '', secure: true, host: '' })).toBe('');
  });
});
