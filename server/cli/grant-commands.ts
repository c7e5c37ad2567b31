import { InvalidArgumentError, Option, type Command } from 'commander';
import { readHours } from '../access/hours-text';
import { commandLine } from '../auth/identity';
import { accessLevelSchema, type AccessLevel, type Grant, type GrantTarget, type Hours } from '../contract/access';
import { isPortalError } from '../contract/errors';
import { MAX_PAGE } from '../contract/page';
import { Refused } from './exit';
import { targetText, termsText } from './grant-text';
import { groupNamed } from './group-commands';
import { userNamed, withServices, type Services } from './services';
import { print, table } from './table';

const DAY_MS = 24 * 60 * 60_000;

interface Whom {
  user?: string;
  group?: string;
}
interface Where {
  host?: string;
  tag?: string;
  all?: boolean;
}
interface AddOptions extends Whom, Where {
  access: AccessLevel;
  until?: number;
  hours?: Hours;
  note: string;
}

export function addGrantCommands(grant: Command): void {
  grant
    .command('add')
    .description('let a user or a group view or control a host, the hosts with a tag, or all; prints the id of the grant')
    .addOption(new Option('--user <name>', 'for this user').conflicts('group'))
    .option('--group <name>', 'for everybody in this group')
    .addOption(new Option('--host <id>', 'this host').conflicts(['tag', 'all']))
    .addOption(new Option('--tag <tag>', 'every host that has this tag').conflicts(['host', 'all']))
    .option('--all', 'every host')
    .addOption(new Option('--access <level>', 'what they may do').choices(accessLevelSchema.options).makeOptionMandatory())
    .option('--until <time>', 'when it ends: 2027-01-31 (with that day, in UTC) or 2027-01-31T18:00+01:00; never when left out', moment)
    .option('--hours <text>', 'when in a week it counts, and where: "Mon-Fri 08:00-18:00; Sat 10:00-14:00 Europe/Berlin"', weekly)
    .option('--note <text>', 'why, for whoever asks later', '')
    .addHelpText(
      'after',
      `\nExamples:\n  portal grant add --group ops --tag lab --access control\n  portal grant add --user anna --host web-01 --access view --until 2027-01-31 --hours "Mon-Fri 08:00-18:00 Europe/Berlin"`,
    )
    .action(add);
  grant
    .command('list')
    .description('who may do what where, the newest first')
    .addOption(new Option('--user <name>', 'what reaches this user, by their groups too').conflicts('group'))
    .option('--group <name>', 'what this group has')
    .option('--host <id>', 'what reaches this host, by its tags too')
    .option('--tag <tag>', 'what is given for this tag')
    .option('--json', 'as JSON, with every field')
    .action(list);
  grant
    .command('remove')
    .description('take a grant away; consoles that lived by it end')
    .argument('<id>', 'as list shows it')
    .action(remove);
}

function moment(text: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  // JavaScript takes February 30 for March 2.
  if (Number.isNaN(at) || (day && new Date(at).toISOString().slice(0, 10) !== text))
    throw new InvalidArgumentError('Write 2027-01-31, or a time with its offset such as 2027-01-31T18:00Z.');
  return day ? at + DAY_MS : at;
}

function weekly(text: string): Hours {
  const hours = readHours(text);
  if (!hours) throw new InvalidArgumentError('Write it as "Mon-Fri 08:00-18:00; Sat 10:00-14:00 Europe/Berlin".');
  return hours;
}

async function add(options: AddOptions, command: Command): Promise<void> {
  const { user, group, host, tag, all, access, until, hours, note } = options;
  if ((user === undefined) === (group === undefined)) command.error('error: say for whom: --user or --group');
  if ([host, tag, all].filter((given) => given !== undefined).length !== 1) command.error('error: say where: --host, --tag or --all');
  const target: GrantTarget =
    host === undefined ? (tag === undefined ? { kind: 'all' } : { kind: 'tag', tag }) : { kind: 'host', id: host };
  await withServices(async (services) => {
    const { id } = await subjectOf(services, options);
    const input = { target, access, endsAt: until ?? null, hours: hours ?? null, note };
    const subject = { kind: user === undefined ? ('group' as const) : ('user' as const), id };
    const grant = await services.grants.create({ subject, ...input }, commandLine).catch((error: unknown) => {
      if (host !== undefined && isPortalError(error) && error.options.fields?.['target.id'])
        throw new Refused(`there is no host "${host}"`);
      throw error;
    });
    print(grant.id);
  });
}

function subjectOf({ people, groups }: Services, { user, group }: Whom): Promise<{ id: string }> {
  return user === undefined ? groupNamed(groups, group ?? '') : userNamed(people, user);
}

async function list(options: Whom & Pick<Where, 'host' | 'tag'> & { json?: boolean }): Promise<void> {
  const grants = await withServices(async (services) => {
    const { user, group, host, tag } = options;
    const id = user === undefined && group === undefined ? undefined : (await subjectOf(services, options)).id;
    return everyGrant(services, {
      ...(id === undefined ? {} : user === undefined ? { group: id } : { user: id }),
      ...(host === undefined ? {} : { host }),
      ...(tag === undefined ? {} : { tag }),
    });
  });
  if (options.json) print(JSON.stringify(grants, null, 2));
  else
    print(
      table(
        ['ID', 'FOR', 'WHERE', 'ACCESS', 'WHEN', 'NOTE'],
        grants.map((grant) => [
          grant.id,
          `${grant.subject.kind} ${grant.subject.name}`,
          targetText(grant.target),
          grant.access,
          termsText(grant),
          grant.note,
        ]),
      ),
    );
}

async function everyGrant({ grants }: Services, filter: { user?: string; group?: string; host?: string; tag?: string }): Promise<Grant[]> {
  const found: Grant[] = [];
  let cursor: string | undefined;
  do {
    const page = await grants.list({ ...filter, limit: MAX_PAGE, cursor });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

async function remove(id: string): Promise<void> {
  await withServices(async ({ grants }) => {
    await grants.remove(id, commandLine).catch((error: unknown) => {
      if (isPortalError(error) && error.code === 'grant_not_found') throw new Refused(`there is no grant "${id}"`);
      throw error;
    });
    print(`Removed ${id}.`);
  });
}
