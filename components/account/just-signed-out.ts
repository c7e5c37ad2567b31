/** Whether this tab comes from signing out: it is not to be signed in again before anybody has asked for it. */

const KEY = 'vnc-portal:signed-out';

export const justSignedOut = {
  set(): void {
    try {
      sessionStorage.setItem(KEY, '1');
    } catch {
      // Without storage the page signs in again by itself, where a proxy vouches for the person.
    }
  },
  get(): boolean {
    try {
      return sessionStorage.getItem(KEY) !== null;
    } catch {
      return false;
    }
  },
  clear(): void {
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept either.
    }
  },
};
