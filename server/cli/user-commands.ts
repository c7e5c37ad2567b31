import { InvalidArgumentError, Option, type Command } from 'commander';
import { commandLine } from '../auth/identity';
import { DEFAULT_INVITE_HOURS, inviteSchema } from '../contract/factors';
import { MAX_PAGE } from '../contract/page';
import { MIN_PASSWORD, roleSchema, type Role, type User } from '../contract/people';
import { readSecret } from './secret-input';
import { userNamed, withServices, type Services } from './services';
import { print, table, time } from './table';

const PASSWORD_OPTION = [
  '--password-stdin',
  `read the password (at least ${MIN_PASSWORD} characters) from the first line of standard input`,
] as const;

const REVOKE_OPTION = ['--revoke-tokens', 'revoke their API tokens too, which ends the consoles of those'] as const;

const HOURS = new Option('--hours <number>', 'for how many hours the code is good').default(DEFAULT_INVITE_HOURS).argParser((value) => {
  const hours = inviteSchema.shape.hours.safeParse(/^\d{1,6}$/.test(value) ? Number(value) : Number.NaN);
  if (!hours.success) throw new InvalidArgumentError('It must be a whole number from 1 to 720.');
  return hours.data;
});

export function addUserCommands(user: Command): void {
  user
    .command('add')
    .description('create a user')
    .argument('<name>', 'what they sign in with; kept in small letters')
    .addOption(new Option('--role <role>', 'what they may do').choices(roleSchema.options).default('user'))
    .option('--display-name <text>', 'how they are shown; their name when left out')
    .addOption(new Option(...PASSWORD_OPTION).conflicts('invite'))
    .option('--invite', 'print a one-time code with which they set their password themselves')
    .option('--must-change', 'have them choose another password when they sign in')
    .addHelpText(
      'after',
      `
Examples:
  portal user add anna --role admin --password-stdin < password.txt
  printf '%s\\n' "$PASSWORD" | portal user add ben --display-name "Ben B." --password-stdin --must-change
  portal user add carla --invite`,
    )
    .action(add);
  user
    .command('invite')
    .description(
      'print a one-time code, alone on stdout, with which a user sets a password at /invite; an earlier code is worth nothing then',
    )
    .argument('<name>')
    .addOption(HOURS)
    .option(...REVOKE_OPTION)
    .action(invite);
  user
    .command('passwd')
    .description('set a new password; signs the user out everywhere and ends the consoles of those sign-ins; API tokens stay')
    .argument('<name>')
    .requiredOption(...PASSWORD_OPTION)
    .option('--must-change', 'have them choose another one when they sign in')
    .option(...REVOKE_OPTION)
    .action(passwd);
  user
    .command('sign-out')
    .description('sign a user out everywhere and end the consoles of those sign-ins; API tokens stay')
    .argument('<name>')
    .option(...REVOKE_OPTION)
    .action(signOut);
  user
    .command('reset-factors')
    .description('take away the second factors of a user who lost them; signs them out everywhere; API tokens stay')
    .argument('<name>')
    .option(...REVOKE_OPTION)
    .action(resetFactors);
  user
    .command('remove')
    .description('delete a user with their grants, tokens and sign-ins, and end their consoles; the audit keeps their name')
    .argument('<name>')
    .action(remove);
  user.command('list').description('all users, in the order of their names').option('--json', 'as JSON, with every field').action(list);
  user
    .command('disable')
    .description('refuse a user from now on; signs them out everywhere, revokes their API tokens and ends their consoles')
    .argument('<name>')
    .action((name: string) => setDisabled(name, true));
  user
    .command('enable')
    .description('let a disabled user sign in again')
    .argument('<name>')
    .action((name: string) => setDisabled(name, false));
}

interface AddOptions {
  role: Role;
  displayName?: string;
  passwordStdin?: boolean;
  invite?: boolean;
  mustChange?: boolean;
}

async function add(
  name: string,
  { role, displayName, passwordStdin, invite, mustChange = false }: AddOptions,
  command: Command,
): Promise<void> {
  if (!passwordStdin && !invite) command.error('error: give either --password-stdin or --invite');
  if (mustChange && !passwordStdin) command.error('error: --must-change needs --password-stdin: there is no password to change');
  const password = passwordStdin ? await readSecret('password') : undefined;
  await withServices(async ({ people, invites }) => {
    const named = { name, role, mustChangePassword: mustChange, ...(displayName === undefined ? {} : { displayName }) };
    const user = await people.create({ ...named, ...(password === undefined ? {} : { password }) }, commandLine);
    const created = `Created the ${user.role === 'admin' ? 'administrator' : 'user'} ${user.name}.`;
    if (invite) printCode(await invites.invite(user.id, {}, commandLine), created);
    else print(created);
    // The setup page is closed as soon as there is any user.
    if ((await people.countActiveAdmins()) === 0)
      process.stderr.write('portal: there is no administrator yet: add one with --role admin\n');
  });
}

interface Revoking {
  revokeTokens?: boolean;
}

async function invite(name: string, { hours, revokeTokens = false }: { hours: number } & Revoking): Promise<void> {
  await withServices(async ({ people, invites }) => {
    const { id } = await userNamed(people, name);
    printCode(await invites.invite(id, { hours, revokeTokens }, commandLine));
  });
}

/** The code alone on stdout, for scripts; what there is to say, on stderr. */
function printCode({ code, expiresAt }: { code: string; expiresAt: number }, first = ''): void {
  process.stderr.write(`${first}${first && ' '}The code is good until ${time(expiresAt)}, once, at /invite.\n`);
  print(code);
}

async function passwd(name: string, { mustChange = false, revokeTokens = false }: { mustChange?: boolean } & Revoking): Promise<void> {
  const password = await readSecret('password');
  await withServices(async ({ people }) => {
    const { id } = await userNamed(people, name);
    const user = await people.update(id, { password, mustChangePassword: mustChange, revokeTokens }, commandLine);
    print(`Set the password of ${user.name}.`);
  });
}

async function signOut(name: string, { revokeTokens }: Revoking): Promise<void> {
  await withServices(async ({ people }) => {
    const user = await userNamed(people, name);
    await people.signOut(user.id, commandLine, revokeTokens);
    print(`Signed ${user.name} out everywhere.`);
  });
}

async function resetFactors(name: string, { revokeTokens }: Revoking): Promise<void> {
  await withServices(async ({ people }) => {
    const user = await userNamed(people, name);
    await people.resetFactors(user.id, commandLine, revokeTokens);
    print(`Took away the second factors of ${user.name}.`);
  });
}

async function remove(name: string): Promise<void> {
  await withServices(async ({ people }) => {
    const user = await userNamed(people, name);
    await people.remove(user.id, commandLine);
    print(`Removed ${user.name}.`);
  });
}

async function setDisabled(name: string, disabled: boolean): Promise<void> {
  await withServices(async ({ people }) => {
    const { id } = await userNamed(people, name);
    const user = await people.update(id, { disabled }, commandLine);
    print(`${disabled ? 'Disabled' : 'Enabled'} ${user.name}.`);
  });
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const users = await withServices(everybody);
  if (json) print(JSON.stringify(users, null, 2));
  else {
    const rows = users.map((user) => [
      user.name,
      user.displayName,
      user.role,
      stateOf(user),
      waysIn(user),
      user.groups.map(({ name }) => name).join(', ') || '-',
      time(user.lastSignInAt),
    ]);
    print(table(['NAME', 'DISPLAY NAME', 'ROLE', 'STATE', 'SIGNS IN WITH', 'GROUPS', 'LAST SIGN-IN'], rows));
  }
}

function stateOf({ disabled, invitedUntil, mustChangePassword }: User): string {
  if (disabled) return 'disabled';
  if (invitedUntil !== null) return 'invited';
  return mustChangePassword ? 'must change password' : 'active';
}

function waysIn({ hasPassword, providers, totp, passkeys }: User): string {
  const ways = [...(hasPassword ? ['password'] : []), ...providers];
  const factors = [...(totp ? ['TOTP'] : []), ...(passkeys > 0 ? ['passkey'] : [])];
  return [ways.join(', ') || '-', ...factors].join(' + ');
}

async function everybody({ people }: Services): Promise<User[]> {
  const users: User[] = [];
  let cursor: string | undefined;
  do {
    const page = await people.list({ q: '', limit: MAX_PAGE, cursor });
    users.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return users;
}
