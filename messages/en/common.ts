/** What every page may need, whatever it is about. */
export default {
  close: 'Close',
  cancel: 'Cancel',
  continue: 'Continue',
  tryAgain: 'Try again',
  notDone: 'That did not work',
  copied: 'Copied',
  justNow: 'just now',
  since: 'since {time}',
  passwordRule: '{count, plural, one {At least # character.} other {At least # characters.}}',
  showPassword: 'Show or hide what is typed',
  language: {
    label: 'Language',
    current: 'Language: {name}',
    browser: 'As the browser',
    notKept: 'The language was not changed',
  },
  colorScheme: {
    label: 'Light or dark',
    light: 'Light',
    dark: 'Dark',
    auto: 'As the system',
    notKept: 'Light or dark is kept in this browser alone',
  },
  broken: {
    title: 'This page failed',
    body: 'The portal met an error that it did not expect. Try again; if it persists, an administrator finds the cause in the log.',
    bodyWithDigest:
      'The portal met an error that it did not expect. Try again; if it persists, an administrator finds the cause in the log under {digest}.',
  },
  lost: {
    pageTitle: 'Not found',
    title: 'There is nothing here',
    body: 'The address may be mistyped, or the page is for administrators. Go on from the hosts, or ask an administrator for access.',
    toHosts: 'To the hosts',
  },
  portal: { description: 'Consoles of your machines, in the browser.' },
} as const;
