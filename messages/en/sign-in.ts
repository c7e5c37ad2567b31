/** The pages before one is inside: sign-in and setup. */
export default {
  pageTitle: 'Sign in',
  title: 'Sign in',
  note: 'to reach the consoles of your machines.',
  name: 'Name',
  password: 'Password',
  submit: 'Sign in',
  refused: {
    wrong: 'The name or the password is wrong. Check both and try again.',
    busy: 'The portal is busy with other sign-ins. Try again in a few seconds.',
    unavailable: 'The portal cannot reach its database. Try again shortly; if it persists, tell an administrator.',
    failed: 'The portal could not sign you in. Try again; if it persists, tell an administrator.',
  },
  wait: 'Too many failed attempts. You can try again in {time}.',
  waited: 'There were too many failed attempts. You can try again now.',
  setup: {
    pageTitle: 'Set up',
    title: 'Welcome',
    note: 'This portal has no user yet. Create its first administrator.',
    code: 'Setup code',
    codeHint: 'Printed in the terminal where the portal was started.',
    nameHint: 'What you sign in with.',
    displayName: 'Your name',
    displayNameHint: 'Shown to others. May stay empty.',
    submit: 'Create the administrator',
    failed: 'The portal is not set up yet',
  },
} as const;
