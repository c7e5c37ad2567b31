/** What is wrong with a field: the sentences of the schemas in server/contract, which name them by `sentence('…')`. */
export default {
  // what a schema says that has no sentence of its own
  missing: 'This is missing.',
  kind: '{expected, select, string {Write a text.} number {Write a number.} int {Write a whole number.} boolean {Write true or false.} array {Write a list.} object {Write an object.} other {This is of another kind than expected.}}',
  shortText: '{min, plural, one {At least # character.} other {At least # characters.}}',
  longText: 'At most {max} characters.',
  fewItems: '{min, plural, one {At least # entry.} other {At least # entries.}}',
  manyItems: 'At most {max} entries.',
  smallNumber: 'At least {min}.',
  bigNumber: 'At most {max}.',
  option: 'Choose one of: {options}.',
  unknown: 'The portal knows no such field: {names}.',
  form: 'This has another form than expected.',

  // hosts
  hostId: 'Use 1 to 63 lower-case letters, digits and dashes, beginning with a letter or digit.',
  idTaken: 'This id is taken.',
  emptyTag: 'A tag has at least one character.',
  longTag: 'A tag has at most {max} characters.',
  tagCharacters: 'A tag has no spaces, commas or quotes in it.',
  oneLine: 'No line breaks or control characters.',
  onlyLineBreaks: 'No control characters but line breaks.',
  fingerprint: 'A SHA-256 fingerprint is 32 pairs of hexadecimal digits with colons between them.',
  pem: 'Paste PEM: it begins with -----BEGIN CERTIFICATE-----.',
  manyTags: 'At most {max} tags.',
  noTarget: 'A host needs at least one address.',
  manyTargets: 'At most {max} addresses.',
  eitherIds: 'Give either ids or query.',
  eitherChange: 'Give either change or delete.',
  targetTwice: 'Each address stands once.',
  targetNotAllowed: 'The portal may not connect to this address. Whoever runs it can allow it with ALLOWED_TARGETS.',

  // people
  userName: 'Use 1 to 63 letters, digits and . _ @ + -, beginning with a letter or digit.',
  nameTaken: 'This name is taken.',
  shortPassword: 'A password has at least {min} characters.',
  longPassword: 'A password has at most {max} characters.',
  currentPassword: 'This is not your current password.',
  samePassword: 'This is the password that you had. Choose another one.',
  tokenName: 'Name what will use the token, such as "backup script".',

  // imported files
  truth: 'Write true or false.',
  wholeNumber: 'Write a whole number.',
  list: 'Write a list.',
  eitherFiles: 'Send either “files”, or “text” with “format”.',
  eitherTarget: 'Write either target or targets.',

  // lists
  cursor: 'Not a cursor of this list.',

  /** What server/contract/target.ts finds wrong with the address of a host. */
  address: {
    empty: 'Enter an address, such as 10.0.0.5:1 or ws://10.0.0.5:6080/.',
    long: 'An address has at most {max} characters.',
    spaces: 'An address has no spaces in it.',
    http: 'Write {better}:// instead of {scheme}://, with the path of the WebSocket (often /websockify).',
    scheme: '"{scheme}://" is not supported. Use ws://, wss://, vnc://, vncs://, vnc+unix:// or vnc+repeater://.',
    incomplete: 'This is not a whole address. Write it as {scheme}://host:port.',
    credentials: 'Leave the user and password out of the address: they have fields of their own.',
    hash: 'Leave out the part from # on.',
    repeaterId: 'A repeater needs the id of the server behind it: vnc+repeater://repeater:5901?id=1234.',
    path: '{scheme}:// takes a host and a port only. Leave out {path}',
    socketPath: 'Write the whole path of the socket: vnc+unix:///run/vm/vnc.sock.',
    socketDots: 'Write the path without "." and "..".',
    display: 'After the host comes :display (as in host:1) or ::port (as in host::5901).',
    port: '"{port}" is not a port. Ports go from 1 to {max}.',
    noHost: 'The host is missing. Write a name or an address before the colon.',
    host: '"{host}" is not a host name or an address.',
  },
  timeOfDay: 'Write a time such as 08:30, from 00:00 to 24:00.',
  timeZone: 'Write the name of a time zone, such as Europe/Berlin.',
  groupName: 'Write a name for the group.',
  unknownUser: 'There is no such user.',
  unknownGroup: 'There is no such group.',
  unknownHost: 'There is no such host.',
  endsInPast: 'This moment has passed. Choose a later one.',
} as const;
