/** What stands around every page but the console. */
export default {
  skip: 'Skip to the content',
  pages: 'Pages',
  home: 'vnc-portal, hosts',
  nav: { hosts: 'Hosts', sessions: 'Consoles', people: 'People', access: 'Access', audit: 'Audit' },
  account: {
    of: '<hidden>Account of </hidden>{name}',
    signedInAs: 'Signed in as {name}',
    signedInAsAdmin: 'Signed in as {name}, administrator',
    page: 'Account',
    signOut: 'Sign out',
    stillSignedIn: 'You are still signed in',
  },
} as const;
