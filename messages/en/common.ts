export default {
  close: 'Close',
  cancel: 'Cancel',
  continue: 'Continue',
  language: 'Language',
} as const;
