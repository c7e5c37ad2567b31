import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Listener } from '@/server/http/listener';
import { createAuthority, type Authority, type Certificate } from '../../support/certificates';
import { silent } from '../../support/databases';
import { RawConnection, upgradeRequest } from '../../support/raw-connection';
import { until, within } from '../../support/waiting';

let authority: Authority;
let certificate: Certificate;
beforeAll(async () => {
  authority = await createAuthority();
  certificate = await authority.issue('portal');
});
afterAll(() => authority.stop());

describe.each(['http', 'https'] as const)('the port, by %s,', (scheme) => {
  let listener: Listener;
  let onRequest: RequestListener;
  let raw: RawConnection;

  const open = () => RawConnection.open(`${scheme}://127.0.0.1:${listener.port}`, { ca: authority.ca });
  const get = (path: string, ...fields: string[]) => `${[`GET ${path} HTTP/1.1`, 'Host: portal', ...fields].join('\r\n')}\r\n\r\n`;
  /** One answer with a length. */
  async function answer(): Promise<string> {
    const head = await raw.head();
    return `${head.status} ${(await raw.bytes(Number(head.header('content-length')))).toString()}`;
  }

  beforeEach(async () => {
    // Tells what arrived, body and all.
    onRequest = (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const text = `${request.method} ${request.url} ${request.headers.upgrade ?? '-'} ${body}`;
        response.setHeader('Content-Length', Buffer.byteLength(text)).end(text);
      });
    };
    const tls = scheme === 'https' ? { cert: certificate.certFile, key: certificate.keyFile } : null;
    listener = await Listener.open({
      ...{ host: '127.0.0.1', port: 0, tls, log: silent },
      onRequest: (request, response) => onRequest(request, response),
      onUpgrade: (request, socket) => void socket.end(`upgraded ${request.url}`),
    });
    raw = await open();
  });
  afterEach(async () => {
    raw.close();
    await listener.close();
  });

  it.each(['h2c', 'TLS/1.0, HTTP/2.0', 'unknown'])('ignores an upgrade to %s, with a body and on a connection that is kept', async (to) => {
    const fields = { Upgrade: to, Connection: 'Upgrade, HTTP2-Settings, keep-alive', 'HTTP2-Settings': 'AAMAAABkAAQCAAAAAAIAAAAA' };
    const ask = (path: string, more: Record<string, string>) =>
      upgradeRequest(path, 'portal', { ...fields, 'Sec-WebSocket-Key': undefined, ...more }, `POST ${path} HTTP/1.1`);
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    for (let round = 0; round < 20; round++) {
      await raw.write(`${ask(`/${round}`, { 'Content-Length': '10' })}Hello`);
      await raw.write('there');
      expect(await answer()).toBe(`200 POST /${round} - Hellothere`);
    }
    await raw.write(`${ask('/chunks', { 'Transfer-Encoding': 'chunked' })}5\r\nHello\r\n0\r\n\r\n${get('/next')}`);
    expect(await answer()).toBe('200 POST /chunks - Hello');
    expect(await answer()).toBe('200 GET /next - ');
    await raw.write(upgradeRequest('/vnc/desk', 'portal'));
    expect((await raw.rest()).toString()).toBe('upgraded /vnc/desk');
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });

  it('has one request of a connection under way at a time, and cuts a connection that sends many without reading', async () => {
    const release: (() => void)[] = [];
    onRequest = ({ url }, response) => void release.push(() => response.setHeader('Content-Length', url!.length).end(url));
    await raw.write(get('/1') + get('/2') + get('/3'));
    for (const path of ['/1', '/2', '/3']) {
      await until('the next request', () => release.length === 1);
      release.shift()!();
      expect(await answer()).toBe(`200 ${path}`);
    }
    await raw.write(get('/flood').repeat(5000));
    await within('the end', raw.ended);
    expect(release.length).toBeLessThanOrEqual(1);
  });

  it('cuts a connection that asks for an upgrade before it has its answer', async () => {
    onRequest = () => undefined;
    await raw.write(get('/') + upgradeRequest('/vnc/desk', 'portal'));
    expect((await raw.rest()).toString()).toBe('');
  });

  it('closes at once although connections are idle, half open or refused', async () => {
    await raw.write(get('/'));
    await answer();
    const silentOne = await RawConnection.open(listener.port);
    await listener.close();
    await within('the end', Promise.all([raw.ended, silentOne.ended]));
    silentOne.close();
  });

  it.each([
    ['/', ['Accept-Language: zh-CN', 'Accept: text/html'], 'text/plain; charset=utf-8', /^浏览器向本站发送的 Cookie 过多/],
    ['/', ['Accept-Language: en', 'Accept: text/html'], 'text/plain; charset=utf-8', /^The browser sends this site more cookies [^浏]*$/],
    ['/', [], 'text/plain; charset=utf-8', /^The browser sends this site more cookies .*\n\n浏览器向本站/s],
    ['/sub/api/v1/me', [], 'application/json', /^\{"error":\{"code":"headers_too_large","message":"The browser sends/],
  ])('says in 431 which cookies to delete: %s %j', async (path, fields, type, text) => {
    await raw.write(get(path, ...fields, `Cookie: a=${'x'.repeat(17 * 1024)}`));
    const head = await raw.head();
    expect([head.status, head.header('connection')]).toEqual([431, 'close']);
    const body = (await raw.rest()).toString();
    // A TLS record is smaller than that: the beginning of the request is not known any more, and both languages are given.
    const seen = scheme === 'http';
    expect(head.header('content-type')).toBe(seen ? type : 'text/plain; charset=utf-8');
    expect(body).toMatch(seen ? text : /^The browser sends this site more cookies .*\n\n浏览器向本站/s);
    expect(Buffer.byteLength(body)).toBe(Number(head.header('content-length')));
  });
});
