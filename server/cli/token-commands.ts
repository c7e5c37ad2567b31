import { InvalidArgumentError, type Command } from 'commander';
import { commandLine } from '../auth/identity';
import { MAX_TOKEN_DAYS } from '../contract/people';
import { userNamed, withServices } from './services';
import { fullScope, tokenPowerSchema, type TokenPower, type TokenScope } from '../contract/token-scope';
import { print } from './table';

export function addTokenCommands(token: Command): void {
  token
    .command('create')
    .description('create an API token and print it: it is shown this once, alone on standard output')
    .argument('<user>', 'whose rights it has')
    .requiredOption('--name <text>', 'what will use it, such as "backup script"')
    .option('--expires <days>', `days until it expires, 1 to ${MAX_TOKEN_DAYS}; never when left out`, days)
    .option('--power <a,b>', `what it may do of what its owner may: ${tokenPowerSchema.options.join(', ')}; all when left out`, powers)
    .option('--host <a,b>', 'only at these hosts', words)
    .option('--tag <a,b>', 'only at hosts with one of these tags', words)
    .addHelpText(
      'after',
      `\nExample:\n  TOKEN=$(portal token create anna --name "backup script" --expires 90)\n  curl -H "Authorization: Bearer $TOKEN" http://localhost:3000/api/v1/hosts`,
    )
    .action(create);
}

function days(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_TOKEN_DAYS)
    throw new InvalidArgumentError(`Write a whole number from 1 to ${MAX_TOKEN_DAYS}.`);
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
  expires?: number;
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
    const input = { name: options.name, scope, ...(options.expires === undefined ? {} : { expiresInDays: options.expires }) };
    const { token } = await tokens.create(user, input, commandLine);
    print(token);
  });
}
