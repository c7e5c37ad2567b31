import type { Command } from 'commander';
import { commandLine } from '../auth/identity';
import type { Group } from '../contract/access';
import { isPortalError } from '../contract/errors';
import { MAX_PAGE } from '../contract/page';
import type { GroupService } from '../people/group-service';
import { Refused } from './exit';
import { userNamed, withServices, type Services } from './services';
import { print, table } from './table';

export function addGroupCommands(group: Command): void {
  group
    .command('add')
    .description('create a group; who has one of this name where they sign in (a claim, an LDAP group) is in it at once')
    .argument('<name>')
    .option('--description <text>', 'what it is for', '')
    .addHelpText(
      'after',
      `\nExample:\n  portal group add ops --description "on call"\n  portal grant add --group ops --tag lab --access control`,
    )
    .action(add);
  group.command('list').description('all groups, in the order of their names').option('--json', 'as JSON, with every field').action(list);
  group
    .command('rename')
    .description('give a group another name; consoles of people who are no longer in it end')
    .argument('<name>')
    .argument('<new-name>')
    .action(rename);
  group.command('remove').description('remove a group and its grants; consoles that lived by them end').argument('<name>').action(remove);
  group.command('join').description('put a user into a group').argument('<name>').argument('<user>').action(join);
  group
    .command('leave')
    .description('take a user out of a group; consoles that lived by it end')
    .argument('<name>')
    .argument('<user>')
    .action(leave);
  group
    .command('members')
    .description('who is in a group, and by what')
    .argument('<name>')
    .option('--json', 'as JSON, with every field')
    .action(members);
}

/** @throws Refused */
export async function groupNamed(groups: GroupService, name: string): Promise<Group> {
  return groups.getByName(name).catch((error: unknown) => {
    if (isPortalError(error) && error.code === 'group_not_found') throw new Refused(`there is no group "${name}"`);
    throw error;
  });
}

async function add(name: string, { description }: { description: string }): Promise<void> {
  const group = await withServices(({ groups }) => groups.create({ name, description }, commandLine));
  print(`Created the group ${group.name}${group.members === 0 ? '' : `, with ${group.members} in it already`}.`);
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const groups = await withServices(everyGroup);
  if (json) print(JSON.stringify(groups, null, 2));
  else
    print(
      table(
        ['NAME', 'MEMBERS', 'DESCRIPTION'],
        groups.map(({ name, members: count, description }) => [name, String(count), description]),
      ),
    );
}

async function everyGroup({ groups }: Services): Promise<Group[]> {
  const found: Group[] = [];
  let cursor: string | undefined;
  do {
    const page = await groups.list({ q: '', limit: MAX_PAGE, cursor });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

async function rename(name: string, newName: string): Promise<void> {
  await withServices(async ({ groups }) => {
    const { id, name: before } = await groupNamed(groups, name);
    const { name: after } = await groups.update(id, { name: newName }, commandLine);
    print(`Renamed ${before} to ${after}.`);
  });
}

async function remove(name: string): Promise<void> {
  await withServices(async ({ groups }) => {
    const group = await groupNamed(groups, name);
    await groups.remove(group.id, commandLine);
    print(`Removed the group ${group.name} and its grants.`);
  });
}

async function join(name: string, userName: string): Promise<void> {
  await withServices(async ({ groups, people }) => {
    const group = await groupNamed(groups, name);
    const user = await userNamed(people, userName);
    await groups.join(group.id, user.id, commandLine);
    print(`${user.name} is in ${group.name}.`);
  });
}

async function leave(name: string, userName: string): Promise<void> {
  await withServices(async ({ groups, people }) => {
    const group = await groupNamed(groups, name);
    const user = await userNamed(people, userName);
    await groups.leave(group.id, user.id, commandLine);
    const still = (await groups.members(group.id)).find(({ userId }) => userId === user.id);
    if (still)
      throw new Refused(`${user.name} is in ${group.name} by the word of ${still.providers.join(', ')}: only there can it be changed`);
    print(`${user.name} is not in ${group.name}.`);
  });
}

async function members(name: string, { json }: { json?: boolean }): Promise<void> {
  const found = await withServices(async ({ groups }) => groups.members((await groupNamed(groups, name)).id));
  if (json) print(JSON.stringify(found, null, 2));
  else
    print(
      table(
        ['NAME', 'DISPLAY NAME', 'STATE', 'BY'],
        found.map(({ name: user, displayName, disabled, local, providers }) => [
          user,
          displayName,
          disabled ? 'disabled' : 'active',
          [...(local ? ['an administrator'] : []), ...providers].join(', '),
        ]),
      ),
    );
}
