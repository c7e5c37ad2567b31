import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { commandLine } from '../auth/identity';
import { balanceSchema, type HostCreateInput, type HostTest } from '../contract/host';
import { keyboardLayoutSchema, type KeyboardLayout } from '../contract/keyboard';
import { LoginBreaker } from '../gateway/relay/login-breaker';
import { loginMarks } from '../hosts/login-marks';
import { Refused } from './exit';
import { addImportCommand } from './import-command';
import { readSecret } from './secret-input';
import { ofHost, withServices } from './services';
import { print, table } from './table';

interface AddOptions {
  name?: string;
  description?: string;
  tags?: string;
  vncUsername?: string;
  vncPasswordStdin?: boolean;
  tlsCa?: string;
  tlsServername?: string;
  tlsInsecure?: boolean;
  allowAnonymousTls?: boolean;
  allowUnprotectedPassword?: boolean;
  tlsPin?: string;
  tlsKeyPin?: string;
  tlsTrustOnFirstUse?: boolean;
  balance: NonNullable<HostCreateInput['balance']>;
  banner?: string;
  keyboard?: KeyboardLayout;
  secondFactor?: boolean;
}

export function addHostCommands(host: Command): void {
  host
    .command('add')
    .description('register a host')
    .argument('<id>', 'stands in its address (/console/ID) for good: small letters, digits and dashes')
    .argument('<target...>', 'where its screen is: ws://h:p/path, wss://…, vnc://h:p, vncs://h:p, vnc+unix:///path, h:display or h::port')
    .option('--name <text>', 'how it is shown; its id when left out')
    .option('--description <text>', 'more about it')
    .option('--tags <a,b>', 'tags, separated by commas')
    .option('--vnc-username <text>', 'what the portal logs in with, where the host asks')
    .option('--vnc-password-stdin', 'read the VNC password from the first line of standard input; it is stored sealed')
    .option('--tls-ca <file>', "PEM file of certificates that the host's has to lead to")
    .option('--tls-servername <name>', "the name that the host's certificate is for, where it is not the target's own")
    .option('--tls-pin <sha256>', 'the certificate by which the host is known; nothing is spoken that does not prove it')
    .option('--tls-key-pin <sha256>', 'likewise its RSA key (RealVNC)')
    .option('--tls-trust-on-first-use', 'remember the certificate or key that the host shows first, and accept no other')
    .option('--tls-insecure', 'accept any certificate, unless there is a pin')
    .option('--allow-anonymous-tls', 'accept TLS without a certificate')
    .option('--allow-unprotected-password', 'allow sign-in whose password whoever answers can read: ARD, MSLogonII, Plain without TLS')
    .addOption(new Option('--balance <how>', 'which of several targets to take').choices(balanceSchema.options).default('failover'))
    .option('--second-factor', 'whoever opens it has to have shown a second factor in the last minutes')
    .option('--banner <text>', 'shown on the console page to everybody who opens the host')
    .addOption(new Option('--keyboard <layout>', 'the keyboard layout that the machine is set to').choices(keyboardLayoutSchema.options))
    .addHelpText(
      'after',
      `\nExamples:\n  portal host add desk 10.0.0.5:1 --name "Front desk" --tags office\n  portal host add vm7 wss://a:6080/websockify wss://b:6080/websockify --balance round-robin --tls-ca ca.pem`,
    )
    .action(add);
  host.command('list').description('all hosts, in the order of their ids').option('--json', 'as JSON, with every field').action(list);
  host.command('remove').description('remove a host; its live consoles end').argument('<id>').action(remove);
  host
    .command('test')
    .description('try the way to a host step by step, up to a VNC login with what is stored; exits 1 when a step fails')
    .argument('<id>')
    .action(test);
  addImportCommand(host);
}

async function add(id: string, targets: string[], options: AddOptions): Promise<void> {
  const { name, description, tags, vncUsername, tlsCa, tlsServername, tlsInsecure, allowAnonymousTls, balance, banner, keyboard } = options;
  const password = options.vncPasswordStdin ? await readSecret('VNC password') : undefined;
  const input: HostCreateInput = {
    ...{ id, targets, balance },
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(banner === undefined ? {} : { banner }),
    ...(keyboard === undefined ? {} : { keyboard }),
    ...(options.secondFactor ? { policy: { secondFactor: true } } : {}),
    ...(tags === undefined ? {} : { tags: tags.split(',').filter((tag) => tag.trim() !== '') }),
    tls: {
      ...(tlsCa === undefined ? {} : { ca: readText(tlsCa, '--tls-ca') }),
      ...(tlsServername === undefined ? {} : { servername: tlsServername }),
      ...(tlsInsecure ? { insecure: true } : {}),
      ...(allowAnonymousTls ? { allowAnonymous: true } : {}),
      ...(options.allowUnprotectedPassword ? { allowUnprotectedPassword: true } : {}),
      ...(options.tlsPin === undefined ? {} : { pin: options.tlsPin }),
      ...(options.tlsKeyPin === undefined ? {} : { keyPin: options.tlsKeyPin }),
      ...(options.tlsTrustOnFirstUse ? { trustOnFirstUse: true } : {}),
    },
    credentials: { ...(vncUsername === undefined ? {} : { username: vncUsername }), ...(password === undefined ? {} : { password }) },
  };
  await withServices(async ({ hosts }) => {
    const host = await hosts.create(input, commandLine);
    print(`Added ${host.id}: ${host.targets.join(' ')}`);
  });
}

function readText(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Refused(`${option}: the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const hosts = await withServices((services) => services.hosts.everything());
  if (json) print(JSON.stringify(hosts, null, 2));
  else
    print(
      table(
        ['ID', 'NAME', 'TAGS', 'TARGETS'],
        hosts.map(({ id, name, tags, targets }) => [id, name, tags.join(','), targets.join(' ')]),
      ),
    );
}

async function remove(id: string): Promise<void> {
  await withServices(({ hosts }) => ofHost(id, () => hosts.remove(id, commandLine)));
  print(`Removed ${id}.`);
}

async function test(id: string): Promise<void> {
  const result = await withServices(async ({ hosts }, config) => {
    const stored = await hosts.findStored(id);
    if (!stored) throw new Refused(`there is no host "${id}"`);
    // It brings the gateway's ways to a host, which no other command needs.
    const { HostTester } = await import('../hosts/test-host');
    return new HostTester({ targetRules: config.targetRules, breaker: new LoginBreaker(), marks: loginMarks(config) }).test(
      stored.host,
      hosts.credentialsIn(stored),
    );
  });
  print(result.targets.map(describeTarget).join('\n'));
  if (!result.ok)
    throw new Refused(
      `${id} cannot be reached at ${result.targets.filter(({ ok }) => !ok).length} of its ${result.targets.length} addresses`,
    );
}

function describeTarget({ target, steps }: HostTest['targets'][number]): string {
  const lines = steps.map(
    ({ name, ok, ms, detail, next }) =>
      `  ${ok ? 'ok    ' : 'FAILED'}  ${name} (${ms} ms): ${detail}${next === undefined ? '' : ` ${next}`}`,
  );
  return [target, ...lines].join('\n');
}
