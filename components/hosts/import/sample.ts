/** Files to begin with. What stands in them is read by the import as it is: a test brings both in. */

import type { FileFormat } from '@/server/contract/host-bulk';

const csv = `id,name,tags,targets,balance,username,policy.clipboard,policy.maxViewers,keyboard,banner
web-01,Web server,lab web,10.0.0.5:1,,,,,,
build-1,Build server,lab linux,ws://10.0.0.6:6080/websockify ws://10.0.0.7:6080/websockify,round-robin,builder,in,3,de,"Ask the build team before you restart it."
`;

const yaml = `# What is left out takes its default for a new host, and stays as it is for one that is there.
- id: web-01
  name: Web server
  tags: [lab, web]
  targets: [10.0.0.5:1]

- id: build-1
  name: Build server
  description: Builds every night
  tags: [lab, linux]
  targets:
    - ws://10.0.0.6:6080/websockify
    - ws://10.0.0.7:6080/websockify
  balance: round-robin        # or failover
  username: builder           # a password may stand beside it; it is stored encrypted
  policy:
    clipboard: in             # both, in, out or none
    exclusive: false
    maxViewers: 3
  keyboard: de
  banner: Ask the build team before you restart it.
`;

export const samples: Record<FileFormat, string> = { csv, yaml };
