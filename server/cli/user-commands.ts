import { Option, type Command } from 'commander';
import { commandLine } from '../auth/identity';
import { MAX_PAGE } from '../contract/page';
import { MIN_PASSWORD, roleSchema, type Role, type User } from '../contract/people';
import { readSecret } from './secret-input';
import { userNamed, withServices, type Services } from './services';
import { print, table, time } from './table';

const PASSWORD_OPTION = [
  '--password-stdin',
  `read the password (at least ${MIN_PASSWORD} characters) from the first line of standard input`,
] as const;

export function addUserCommands(user: Command): void {
  user
    .command('add')
    .description('create a user')
    .argument('<name>', 'what they sign in with; kept in small letters')
    .addOption(new Option('--role <role>', 'what they may do').choices(roleSchema.options).default('user'))
    .option('--display-name <text>', 'how they are shown; their name when left out')
    .requiredOption(...PASSWORD_OPTION)
    .addHelpText(
      'after',
      `\nExamples:\n  portal user add anna --role admin --password-stdin < password.txt\n  printf '%s\\n' "$PASSWORD" | portal user add ben --display-name "Ben B." --password-stdin`,
    )
    .action(add);
  user
    .command('passwd')
    .description('set a new password; signs the user out everywhere and ends their consoles')
    .argument('<name>')
    .requiredOption(...PASSWORD_OPTION)
    .action(passwd);
  user.command('list').description('all users, in the order of their names').option('--json', 'as JSON, with every field').action(list);
  user
    .command('disable')
    .description('refuse a user from now on; signs them out everywhere and ends their consoles')
    .argument('<name>')
    .action((name: string) => setDisabled(name, true));
  user
    .command('enable')
    .description('let a disabled user sign in again')
    .argument('<name>')
    .action((name: string) => setDisabled(name, false));
}

async function add(name: string, options: { role: Role; displayName?: string }): Promise<void> {
  const password = await readSecret('password');
  const { role, displayName } = options;
  await withServices(async ({ people }) => {
    const user = await people.create({ name, role, password, ...(displayName === undefined ? {} : { displayName }) }, commandLine);
    print(`Created the ${user.role === 'admin' ? 'administrator' : 'user'} ${user.name}.`);
    // The setup page is closed as soon as there is any user.
    if ((await people.countActiveAdmins()) === 0)
      process.stderr.write('portal: there is no administrator yet: add one with --role admin\n');
  });
}

async function passwd(name: string): Promise<void> {
  const password = await readSecret('password');
  await withServices(async ({ people }) => {
    const { id } = await userNamed(people, name);
    const user = await people.update(id, { password }, commandLine);
    print(`Set the password of ${user.name}.`);
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
      user.disabled ? 'disabled' : 'active',
      time(user.lastSignInAt),
    ]);
    print(table(['NAME', 'DISPLAY NAME', 'ROLE', 'STATE', 'LAST SIGN-IN'], rows));
  }
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
