import { describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../../server/config/environment';
import { parseNetworks, parseTargetRules, plainAddress } from '../../../server/config/networks';
import { StartError } from '../../../server/config/start-error';

const parse = (env: Record<string, string>) => parseEnvironment(env, false);

describe('the environment', () => {
  it('has the defaults of the contract', () => {
    expect(parse({})).toMatchObject({
      host: '0.0.0.0',
      port: 3000,
      databaseUrl: null,
      publicUrl: null,
      basePath: '',
      heartbeatMs: 20_000,
      idleMs: null,
      drainMs: 30_000,
      maxConsoles: 10_000,
      maxConsolesPerUser: 100,
      logLevel: 'info',
      logFormat: 'json',
      requireSecondFactor: 'none',
    });
    expect(parse({}).dataDir).toMatch(/\/data$/);
    expect(parseEnvironment({}, true).logFormat).toBe('pretty');
  });

  it('takes the sub-path from PUBLIC_URL, and an empty variable for unset', () => {
    expect(parse({ PUBLIC_URL: 'https://h.example/vnc/desk/', PORT: ' ' })).toMatchObject({ basePath: '/vnc/desk', port: 3000 });
    expect(parse({ PUBLIC_URL: 'https://h.example' }).basePath).toBe('');
  });

  it.each([
    ['PORT', 'eighty-SECRETVALUE'],
    ['PORT', '65536'],
    ['PORT', '1.5'],
    ['HOST', 'not a SECRETVALUE host'],
    ['DATABASE_URL', 'mysql://u:SECRETVALUE@h/d'],
    ['PUBLIC_URL', 'SECRETVALUE.example'],
    ['PUBLIC_URL', 'ftp://SECRETVALUE'],
    ['PUBLIC_URL', 'https://SECRETVALUE/?a=b'],
    ['PUBLIC_URL', 'https://u:SECRETVALUE@h'],
    ['AUTH_SECRET', 'SECRETVALUE'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'SECRETVALUE'],
    ['ALLOWED_TARGETS', '10.0.0.0/8:SECRETVALUE'],
    ['ALLOWED_TARGETS', '10.0.0.0/8:9-1'],
    ['TLS_CERT', '/SECRETVALUE.pem'],
    ['HEARTBEAT_SECONDS', '0'],
    ['IDLE_MINUTES', '-1'],
    ['DRAIN_SECONDS', 'SECRETVALUE'],
    ['MAX_CONSOLES', '0'],
    ['MAX_CONSOLES_PER_USER', 'SECRETVALUE'],
    ['LOG_LEVEL', 'SECRETVALUE'],
    ['LOG_FORMAT', 'SECRETVALUE'],
    ['REQUIRE_SECOND_FACTOR', 'SECRETVALUE'],
  ])('%s with a bad value stops the start with 78 and a line that names it', (name, value) => {
    let failure: unknown;
    try {
      parse({ [name]: value });
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(StartError);
    const { message, exitCode } = failure as StartError;
    expect(exitCode).toBe(78);
    expect(message).toMatch(name === 'TLS_CERT' ? /^TLS_KEY / : new RegExp(`^${name} `));
    expect(message).not.toContain('SECRETVALUE');
    expect(message).not.toContain('\n');
  });
});

describe('networks', () => {
  it('hold single addresses and CIDRs of both families, mapped IPv4 included', () => {
    const holds = parseNetworks('10.0.0.0/8, 192.168.1.7, fd00::/8')!;
    expect(['10.255.1.1', '192.168.1.7', 'fd12::1', '::ffff:10.1.2.3'].map(holds)).toEqual([true, true, true, true]);
    expect(['11.0.0.1', '192.168.1.8', 'fe00::1', '', 'web'].map(holds)).toEqual([false, false, false, false, false]);
    expect(parseNetworks('')!('10.0.0.1')).toBe(false);
  });

  it('are told from what is not one', () => {
    for (const text of ['10.0.0.0/33', '10.0.0', 'a/8', '10.0.0.0/8/8', 'fd00::/129', '10.0.0.0/']) expect(parseNetworks(text)).toBeNull();
  });

  it('writes IPv4 in IPv6 plainly', () => {
    expect(plainAddress('::ffff:127.0.0.1')).toBe('127.0.0.1');
    expect(plainAddress('::FFFF:7f00:1')).toBe('127.0.0.1');
    expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
  });
});

describe('allowed targets', () => {
  it('are by default everything but link-local and metadata addresses', () => {
    const { allows } = parse({}).targetRules;
    expect(allows('10.0.0.1', 5900)).toBe(true);
    expect(allows('127.0.0.1', 1)).toBe(true);
    expect(allows('2001:db8::1', 5900)).toBe(true);
    for (const address of [
      '169.254.169.254',
      '169.254.1.1',
      'fe80::1',
      'fd00:ec2::254',
      '100.100.100.200',
      '::ffff:169.254.169.254',
      '::ffff:a9fe:a9fe',
    ]) {
      expect(allows(address, 80)).toBe(false);
    }
  });

  it('are only those that are named, with their ports', () => {
    const rules = parseTargetRules('10.0.0.0/8:5900-5999,192.168.1.5,[fd00::/8]:5900,*:6080,fd01::/16')!;
    expect(rules.allows('10.1.1.1', 5900)).toBe(true);
    expect(rules.allows('10.1.1.1', 5899)).toBe(false);
    expect(rules.allows('192.168.1.5', 22)).toBe(true);
    expect(rules.allows('fd02::1', 5900)).toBe(true);
    expect(rules.allows('fd02::1', 5901)).toBe(false);
    expect(rules.allows('fd01::1', 5901)).toBe(true);
    expect(rules.allows('8.8.8.8', 6080)).toBe(true);
    expect(rules.allows('8.8.8.8', 6081)).toBe(false);
    expect(parseTargetRules('10.0.0.0/8:5900')!.allowsPort(5901)).toBe(false);
  });
});
