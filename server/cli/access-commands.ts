import type { Command } from 'commander';
import type { Explanation } from '../contract/access';
import { Refused } from './exit';
import { targetText, termsText } from './grant-text';
import { ofHost, userNamed, withServices } from './services';
import { print, time } from './table';

export function addAccessCommands(access: Command): void {
  access
    .command('explain')
    .description('whether and why a user may open a host; exits 1 when they may not')
    .argument('<user>')
    .argument('<host>')
    .option('--json', 'as JSON, with every field')
    .addHelpText('after', `\nExample:\n  portal access explain anna web-01`)
    .action(explain);
}

async function explain(userName: string, hostId: string, { json }: { json?: boolean }): Promise<void> {
  const found = await withServices(async ({ people, access }) => {
    const { id } = await userNamed(people, userName);
    return ofHost(hostId, () => access.explain(id, hostId));
  });
  const { access, user, host } = found;
  if (json) print(JSON.stringify(found, null, 2));
  else print([...(access === null ? [] : [`${user.name} may ${access} ${host.id}.`]), ...reasons(found)].join('\n'));
  if (access === null) throw new Refused(`${user.name} may not open ${host.id}${user.disabled ? ': the account is disabled' : ''}`);
}

const states = { counts: 'counts', ended: 'has ended', outside_hours: 'does not count at this hour' };

function reasons({ user, byRole, grants, until }: Explanation): string[] {
  return [
    ...(byRole ? ['Administrators open every host.'] : []),
    ...(grants.length === 0 && !byRole ? [`No grant names ${user.name} and this host.`] : []),
    ...grants.map(({ grant, state }) => {
      const { id, subject, target, access, note } = grant;
      const whom = subject.kind === 'user' ? 'to the user' : `to the group ${subject.name}`;
      const rest = [termsText(grant), note].filter((text) => text !== '').join('; ');
      return `- ${access} of ${targetText(target)}, given ${whom}${rest === '' ? '' : ` (${rest})`}: ${states[state]} [${id}]`;
    }),
    ...(until === null ? [] : [`That may be otherwise from ${time(until)} on.`]),
  ];
}
