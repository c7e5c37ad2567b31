import { InvalidArgumentError, type Command } from 'commander';
import { commandLine } from '../auth/identity';
import { MAX_TOKEN_DAYS } from '../contract/people';
import { userNamed, withServices } from './services';
import { print } from './table';

export function addTokenCommands(token: Command): void {
  token
    .command('create')
    .description('create an API token and print it: it is shown this once, alone on standard output')
    .argument('<user>', 'whose rights it has')
    .requiredOption('--name <text>', 'what will use it, such as "backup script"')
    .option('--expires <days>', `days until it expires, 1 to ${MAX_TOKEN_DAYS}; never when left out`, days)
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

async function create(name: string, options: { name: string; expires?: number }): Promise<void> {
  await withServices(async ({ people, tokens }) => {
    const user = await userNamed(people, name);
    const input = { name: options.name, ...(options.expires === undefined ? {} : { expiresInDays: options.expires }) };
    const { token } = await tokens.create(user, input, commandLine);
    print(token);
  });
}
