import { InvalidArgumentError, Option, type Command } from 'commander';
import { commandLine } from '../auth/identity';
import type { OwnedToken } from '../auth/token-repository';
import { isPortalError } from '../contract/errors';
import { DEFAULT_TOKEN_DAYS, MAX_TOKEN_DAYS } from '../contract/people';
import { Refused } from './exit';
import { userNamed, withServices } from './services';
import { fullScope, tokenPowerSchema, type TokenPower, type TokenScope } from '../contract/token-scope';
import { print, table, time } from './table';

export function addTokenCommands(token: Command): void {
  token
    .command('create')
    .description('create an API token and print it: it is shown this once, alone on standard output')
    .argument('<user>', 'whose rights it has')
    .requiredOption('--name <text>', 'what will use it, such as "backup script"')
    .addOption(
      new Option('--expires <days>', `days until it expires, 1 to ${MAX_TOKEN_DAYS}, or "never"`)
        .default(DEFAULT_TOKEN_DAYS)
        .argParser(days),
    )
    .option('--power <a,b>', `what it may do of what its owner may: ${tokenPowerSchema.options.join(', ')}; all when left out`, powers)
    .option('--host <a,b>', 'only at these hosts', words)
    .option('--tag <a,b>', 'only at hosts with one of these tags', words)
    .addHelpText(
      'after',
      `\nExample:\n  TOKEN=$(portal token create anna --name "backup script" --expires 90)\n  curl -H "Authorization: Bearer $TOKEN" http://localhost:3000/api/v1/hosts`,
    )
    .action(create);
  token
    .command('list')
    .description('API tokens, the newest first: of one user, or of all')
    .option('--user <name>', 'only those of this user')
    .option('--json', 'as JSON, with every field')
    .action(list);
  token
    .command('revoke')
    .description('revoke API tokens, and end their consoles: one by its id, or all of a user')
    .argument('[id]', 'as "portal token list" shows it')
    .option('--user <name>', 'all tokens of this user')
    .action(revoke);
}

/** Not null: Commander makes an empty text of it. */
function days(text: string): number | 'never' {
  if (text === 'never') return text;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_TOKEN_DAYS)
    throw new InvalidArgumentError(`Write a whole number from 1 to ${MAX_TOKEN_DAYS}, or "never".`);
  return value;
}

function words(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function powers(text: string): TokenPower[] {
  const found = words(text).map((word) => tokenPowerSchema.safeParse(word));
  if (found.length === 0 || found.some(({ success }) => !success))
    throw new InvalidArgumentError(`Choose of ${tokenPowerSchema.options.join(', ')}, with commas between them.`);
  return found.flatMap(({ data }) => (data === undefined ? [] : [data]));
}

interface Options {
  name: string;
  expires: number | 'never';
  power?: TokenPower[];
  host?: string[];
  tag?: string[];
}

async function create(name: string, options: Options): Promise<void> {
  const scope: TokenScope = {
    powers: options.power ?? fullScope.powers,
    ...(options.host === undefined ? {} : { hosts: options.host }),
    ...(options.tag === undefined ? {} : { tags: options.tag }),
  };
  await withServices(async ({ people, tokens }) => {
    const user = await userNamed(people, name);
    const input = { name: options.name, scope, expiresInDays: options.expires === 'never' ? null : options.expires };
    const { token } = await tokens.create(user, input, commandLine);
    print(token);
  });
}

async function list({ user, json }: { user?: string; json?: boolean }): Promise<void> {
  const found = await withServices(async ({ people, tokens }) =>
    user === undefined ? tokens.listAll() : tokens.list((await userNamed(people, user)).id),
  );
  if (json) print(JSON.stringify(found, null, 2));
  else print(table(['ID', 'USER', 'NAME', 'MAY', 'EXPIRES', 'LAST USED', 'FROM'], found.map(rowOf)));
}

function rowOf({ id, user, name, scope, expiresAt, lastUsedAt, lastUsedAddress }: OwnedToken): string[] {
  const { powers, hosts = [], tags = [] } = scope;
  const places = [...hosts, ...tags.map((tag) => `tag ${tag}`)];
  const may = powers.join(', ') + (places.length > 0 ? ` at ${places.join(', ')}` : '');
  return [id, user, name, may, time(expiresAt), time(lastUsedAt), lastUsedAddress ?? '-'];
}

async function revoke(id: string | undefined, { user }: { user?: string }, command: Command): Promise<void> {
  if ((id === undefined) === (user === undefined)) command.error('error: give either the id of a token or --user');
  await withServices(async ({ people, tokens }) => {
    if (user !== undefined) {
      const owner = await userNamed(people, user);
      const count = await tokens.revokeAll(owner.id, commandLine);
      print(count === 1 ? `Revoked one token of ${owner.name}.` : `Revoked ${count} tokens of ${owner.name}.`);
    } else if (id !== undefined) {
      const owner = await tokens.ownerOf(id).catch((error: unknown) => {
        if (isPortalError(error) && error.code === 'token_not_found') throw new Refused(`there is no token "${id}"`);
        throw error;
      });
      await tokens.revoke(id, owner.id, commandLine);
      print(`Revoked the token of ${owner.name}.`);
    }
  });
}
