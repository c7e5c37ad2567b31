export default {
  tools: 'Touch tools',
  toolsHint: 'A bar at the bottom with the keyboard, keys that it lacks, right click and trackpad',
  keyboard: 'Touch keyboard',
  field: 'Type into the console',
  keys: 'Keys that the touch keyboard lacks',
  keyRow: 'Keys',
  functionKeys: 'Function keys',
  once: '{key}, for the next key',
  locked: '{key}, held down',
  arrow: { left: 'Left', right: 'Right', up: 'Up', down: 'Down' },
  rightClick: 'The next tap is a right click',
  trackpad: 'Trackpad',
  trackpadHint:
    'A finger moves the pointer as on a laptop. Tap: click. Two fingers: tap for a right click, drag to scroll, pinch to zoom. Tap and drag: drag.',
  clipboard: 'Clipboard',
  commands: 'All commands',
  hide: 'Hide the touch tools',
} as const;
