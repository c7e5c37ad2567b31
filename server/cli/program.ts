import { Command } from 'commander';
import { addAuditCommands } from './audit-commands';
import { addAccessCommands } from './access-commands';
import { addGrantCommands } from './grant-commands';
import { addGroupCommands } from './group-commands';
import { addHostCommands } from './host-commands';
import { addNodeCommands } from './node-commands';
import { addTokenCommands } from './token-commands';
import { addUserCommands } from './user-commands';

export function buildProgram(): Command {
  const program = new Command('portal')
    .description('Administers vnc-portal from a terminal. It works on the same database as the server, which may be running or not.')
    .exitOverride()
    .showHelpAfterError('(--help says more)')
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Examples:
  npm run portal -- user add anna --role admin --password-stdin < password.txt
  npm run portal -- host add web-01 ws://10.0.0.5:6080/websockify --tags lab,web
  npm run portal -- host import hosts.yaml --dry-run

Which database: DATABASE_URL, else the one in DATA_DIR (./data), as for the server.
Exit code: 0 done, 1 refused (one line on stderr says why), 2 wrong usage.`,
    );
  addUserCommands(program.command('user').helpCommand(false).description('users of the portal'));
  addTokenCommands(program.command('token').helpCommand(false).description('API tokens'));
  addGroupCommands(program.command('group').helpCommand(false).description('groups of users'));
  addGrantCommands(program.command('grant').helpCommand(false).description('who may view or control which hosts, and when'));
  addAccessCommands(program.command('access').helpCommand(false).description('who may open what, and why'));
  addHostCommands(program.command('host').helpCommand(false).description('hosts whose screens the portal shows'));
  addNodeCommands(program.command('node').helpCommand(false).description('the processes of the portal'));
  addAuditCommands(program.command('audit').helpCommand(false).description('who did what'));
  return program;
}
