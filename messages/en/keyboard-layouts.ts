/** By XKB's names. */
export default {
  us: 'English (US)',
  gb: 'English (UK)',
  de: 'German',
  ch: 'German (Switzerland)',
  fr: 'French',
  be: 'French (Belgium)',
  es: 'Spanish',
  it: 'Italian',
  pt: 'Portuguese',
  br: 'Portuguese (Brazil)',
  jp: 'Japanese',
  se: 'Swedish',
  no: 'Norwegian',
  dk: 'Danish',
  fi: 'Finnish',
  pl: 'Polish',
} as const;
