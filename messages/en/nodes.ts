/** The page about the portal's own processes, and how other pages name them. */
export default {
  title: 'Nodes',
  note: 'The processes of the portal, and how much they have to do.',
  counts:
    '{processes, plural, one {# process} other {# processes}} on {machines, plural, one {# machine} other {# machines}}, as it is now.',
  countsLost:
    '{processes, plural, one {# process} other {# processes}} on {machines, plural, one {# machine} other {# machines}}, {lost} lost, as it is now.',
  nav: { label: 'Consoles and nodes', consoles: 'Live consoles', nodes: 'Nodes' },
  stale: 'The list is not current',
  loading: 'Loading the nodes',
  none: 'No process has told of itself yet',
  noneNote: 'Each does so within a few seconds of its start.',
  name: {
    worker: '{machine}, worker {worker}',
    twin: '{machine}, worker {worker} ({mark})',
    unknown: 'Unknown node ({mark})',
  },
  worker: 'Worker {worker}',
  twin: 'Worker {worker} ({mark})',
  state: { up: 'Up', draining: 'Draining', lost: 'Lost' },
  stateNote: {
    draining: 'takes no new consoles',
    silent: 'nothing heard for {time}',
    lost: 'last heard <time></time>',
  },
  here: 'Answers you',
  older: 'older',
  column: {
    process: 'Process',
    running: 'Runs for',
    consoles: 'Consoles',
    cpu: 'Cores in use',
    memory: 'Memory',
    delay: 'Event loop delay (p99)',
    traffic: 'Traffic',
    version: 'Version',
  },
  sums: { portal: 'The whole portal', machine: '{machine}, all processes' },
  unknown: '–',
  rate: '{size}/s',
  delay: '{delay} ms',
  consoles: { show: '{count, plural, one {Show # console of {node}} other {Show # consoles of {node}}}' },
  versions: {
    title: 'Different versions are running',
    body: '{count, plural, one {# process is} other {# processes are}} older than {newest}. That is fine during an upgrade, for both serve. When it is done, all should be the same.',
  },
  lost: {
    title: '{count, plural, one {A process of {machine} is lost} other {# processes of {machine} are lost}}',
    consoles:
      'The consoles there are marked as ended, which the <audit>audit</audit> tells, and their pages come back at another process by themselves.',
    next: 'See whether the machine is running and reaches the database, and what the process has written to its log. As soon as it is heard again, it takes part again; if it is gone for good, it leaves this list after a day.',
  },
  grow: {
    title: 'Room to grow',
    workers:
      'More cores of this machine: set <code>WORKERS</code> to the number of processes that are to share its port, and start the portal again.',
    machines:
      'More machines: start the portal there too, each with the same <code>DATABASE_URL</code> (PostgreSQL) and <code>AUTH_SECRET</code>, behind any load balancer. They appear here by themselves.',
  },
} as const;
