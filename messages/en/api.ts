/** Why a call to the portal failed, where the portal itself did not say. */
export default {
  unreachable: 'The portal cannot be reached. Check your network, or wait for the portal to come back, and try again.',
  unexpected: 'The portal answered with something that this page does not understand. Reload the page: it may be older than the portal.',
  broken: 'The page failed to do this. Reload it and try again; if it persists, tell an administrator.',
  signedOut: 'You have been signed out. Sign in again in another tab, then try again here: nothing you typed is lost.',
  notSignedOut: 'The portal could not sign you out. Try again.',
} as const;
