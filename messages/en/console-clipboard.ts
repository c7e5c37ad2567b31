export default {
  title: 'Clipboard',
  share: 'Share the clipboard',
  shareHint: 'What is copied here can be pasted there, both ways. Text only.',
  neither: {
    watching: 'You are watching: no text goes to {name} or comes from it.',
    viewOnly: 'View only is on: no text goes to {name} or comes from it.',
    policy: 'The rules of {name} let no text into its clipboard or out of it. An administrator can change that.',
  },
  reading: {
    allowed: 'What you copy on this computer is on {name} when you come back to the console.',
    askable:
      'Paste with {key} in the console: what you copied on this computer goes to {name} just before. If it is to be there for menus and other keys too, let the page read the clipboard.',
    forbidden:
      'Paste with {key} in the console: what you copied on this computer goes to {name} just before. The browser keeps this page from reading the clipboard at other times; the button to the left of the address lets you change that.',
    never:
      'Paste with {key} in the console: what you copied on this computer goes to {name} just before. At other times this browser lets the page read nothing.',
  },
  allowReading: 'Let the page read the clipboard',
  writing: {
    atOnce: 'What is copied on {name} is on this computer at once.',
    waiting: 'New text from {name} is waiting: the browser lets the page put it on this computer after a click or a key.',
  },
  tooLong: 'What you copied last is longer than 1 MiB. It stays on this computer.',
  lost: '{count, plural, one {# character of what you copied last became a question mark} other {# characters of what you copied last became question marks}}: the VNC server of {name} takes Western European characters only. “Type text” can enter the others.',
  fromHost: 'From {name}',
  from: {
    watching: 'You are watching: what is copied on the host does not come here.',
    viewOnly: 'View only is on: what is copied on the host does not come here.',
    policy: 'The rules of this host let no text out of its clipboard.',
  },
  nothingYet: 'Nothing was copied on the host yet.',
  cut: 'Only the first part is shown: the text is longer than 1 MiB. It was not copied by itself.',
  copy: 'Copy to this computer',
  copied: 'Copied',
  toHost: 'To {name}',
  toHostHint: 'It goes to the clipboard of the host when you press Send. Then paste it there.',
  to: {
    watching: 'You are watching: nothing is sent to the host.',
    viewOnly: 'View only is on: nothing is sent to the host.',
    policy: 'The rules of this host let no text into its clipboard.',
  },
  tooLongHere: 'At most 1 MiB can be sent.',
  lostHere:
    '{count, plural, one {# character will become a question mark} other {# characters will become question marks}}: this VNC server takes Western European characters only.',
  send: 'Send to the host',
  sendHere: 'Send this computer’s clipboard',
  sent: 'It is on the clipboard of {name}.',
} as const;
