/** What the portal tells of a try: loaded when a connection takes longer than a moment, or fails. */

export { diagnose, reachOf } from './attempt';
export { keepCredentials } from './keep-credentials';
export { answerPortal, watchSignIn } from './portal-sign-in';
