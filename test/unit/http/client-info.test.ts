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

  const proxied = (headers: Record<string, string>) => clientInfo(request('10.0.0.1', { host: 'h', ...headers }), trust('10.0.0.0/8'));

  it.each([
    ['203.0.113.9:51008', '203.0.113.9'],
    ['"203.0.113.9:51008"', '203.0.113.9'],
    ['[2001:db8::9]', '2001:db8::9'],
    ['[2001:db8::9]:51008', '2001:db8::9'],
    ['"[2001:db8::9]:51008"', '2001:db8::9'],
    ['2001:db8::9', '2001:db8::9'],
    ['[::ffff:203.0.113.9]:51008', '203.0.113.9'],
    ['fe80::9%eth0', 'fe80::9'],
    [' , 203.0.113.9 ,, 10.0.0.2:80 , ', '203.0.113.9'],
    ['1.2.3.4:1, 203.0.113.9:51008, 10.0.0.3, 10.0.0.2:80', '203.0.113.9'],
    ['unknown, 203.0.113.9', '203.0.113.9'],
  ])('is read from X-Forwarded-For: %s', (header, address) => {
    expect(proxied({ 'x-forwarded-for': header }).address).toBe(address);
  });

  it.each([
    ['for=203.0.113.9', '203.0.113.9'],
    ['For="[2001:DB8::9]:4711"', '2001:DB8::9'],
    ['FOR = "203.0.113.9:80" ; Proto=https;by=10.0.0.1', '203.0.113.9'],
    ['by=_proxy; for="203.0.113.9:_port"', '203.0.113.9'],
    ['for="\\2\\0\\3.0.113.9"', '203.0.113.9'],
    ['for=1.2.3.4, for=203.0.113.9;host="a,b", for=10.0.0.2', '203.0.113.9'],
    [' , for=203.0.113.9, ', '203.0.113.9'],
    ['for="1.2.3.4, for=203.0.113.9', '203.0.113.9'],
    ['for=1.2.3.4;host="x\\", for=203.0.113.9', '203.0.113.9'],
  ])('is read from Forwarded (RFC 7239): %s', (header, address) => {
    expect(proxied({ forwarded: header }).address).toBe(address);
  });

  it.each([
    { 'x-forwarded-for': '1.2.3.4, unknown' },
    { 'x-forwarded-for': '1.2.3.4, _hidden' },
    { 'x-forwarded-for': '1.2.3.4, 300.1.1.1' },
    { forwarded: 'for=1.2.3.4, for=unknown' },
    { forwarded: 'for=1.2.3.4, for=_hidden;proto=https' },
    { forwarded: 'for=1.2.3.4, proto=https' },
    { forwarded: 'for=1.2.3.4, for=5.6.7.8;for=9.9.9.9' },
    { forwarded: '1.2.3.4' },
  ])('is the last proxy that is known where the next client is not named: %j', (headers) => {
    expect(proxied(headers).address).toBe('10.0.0.1');
  });

  it('is never what a client wrote into Forwarded while its proxy writes X-Forwarded-For', () => {
    const both = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=127.0.0.1;proto=https;host=evil.example' };
    expect(proxied(both)).toEqual({ address: '203.0.113.9', secure: false, host: 'h' });
    expect(proxied({ ...both, 'x-forwarded-for': 'unknown' }).address).toBe('10.0.0.1');
  });

  it('is told scheme and host by the nearest element of Forwarded, where no X-Forwarded header says otherwise', () => {
    const forwarded = 'for=1.2.3.4;proto=http;host=evil.example, for=203.0.113.9;proto=HTTPS;host="vnc.example:8443"';
    expect(proxied({ forwarded })).toEqual({ address: '203.0.113.9', secure: true, host: 'vnc.example:8443' });
    expect(proxied({ forwarded, 'x-forwarded-proto': 'http', 'x-forwarded-host': 'other.example' })).toMatchObject({
      secure: false,
      host: 'other.example',
    });
    expect(clientInfo(request('198.51.100.4', { host: 'h', forwarded }), trust('10.0.0.0/8'))).toMatchObject({
      address: '198.51.100.4',
      secure: false,
      host: 'h',
    });
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
