/** What the state of a host rests on. */
export default {
  answers: 'answers',
  someAnswer: '{up} of {all} addresses answer. {failure}',
  neverOpened: 'never opened',
  open: 'a console is open',
  worked: 'the last console worked',
  failed: 'the last console failed: {reason}',
  /** Of consoles that were open already. */
  reason: {
    closed: 'host closed the connection',
    loginFailed: 'host login failed',
    silent: 'host did not answer',
    stopped: 'host takes no input',
    unusable: 'host cannot be used',
  },
} as const;
