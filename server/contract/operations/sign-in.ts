import {
  ceremonyAnswerSchema,
  ceremonySchema,
  inviteAcceptSchema,
  newPasswordSchema,
  passkeyRegisterSchema,
  recoveryAnswerSchema,
  signInOptionsSchema,
  signInStateSchema,
  totpAnswerSchema,
  totpSetupSchema,
} from '../factors';
import { z } from 'zod';
import type { Operation } from './operation';

/** With `codes`, shown once, where the step was to enrol. */
const enrolledSchema = signInStateSchema.extend({ codes: z.array(z.string()).nullable() });

/**
 * The steps between a right password and a session, by a cookie that stands for the sign-in so far. Once the step is `done`, next-auth's
 * form without name and password makes the session of it.
 */
export const signInOperations = {
  getSignInOptions: {
    method: 'GET',
    path: '/sign-in/options',
    audience: 'anyone',
    summary: 'The ways in which one can sign in',
    response: signInOptionsSchema,
  },
  getSignIn: {
    method: 'GET',
    path: '/sign-in',
    audience: 'anyone',
    summary: 'What the sign-in that is under way wants next',
    response: signInStateSchema,
  },
  cancelSignIn: { method: 'DELETE', path: '/sign-in', audience: 'anyone', summary: 'Give up the sign-in that is under way' },
  answerTotp: {
    method: 'POST',
    path: '/sign-in/totp',
    audience: 'anyone',
    summary: 'Answer with a TOTP code',
    body: totpAnswerSchema,
    response: signInStateSchema,
    creates: false,
  },
  answerRecovery: {
    method: 'POST',
    path: '/sign-in/recovery',
    audience: 'anyone',
    summary: 'Answer with a recovery code, which is used up by it',
    body: recoveryAnswerSchema,
    response: signInStateSchema,
    creates: false,
  },
  beginPasskeySignIn: {
    method: 'POST',
    path: '/sign-in/passkey/options',
    audience: 'anyone',
    summary: 'Options for showing a passkey: as the second factor of the sign-in that is under way, or instead of name and password',
    response: ceremonySchema,
  },
  answerPasskey: {
    method: 'POST',
    path: '/sign-in/passkey',
    audience: 'anyone',
    summary: 'Answer with a passkey',
    body: ceremonyAnswerSchema,
    response: signInStateSchema,
    creates: false,
  },
  answerPassword: {
    method: 'POST',
    path: '/sign-in/password',
    audience: 'anyone',
    summary: 'Set the new password that the account has to have',
    body: newPasswordSchema,
    response: signInStateSchema,
    creates: false,
  },
  beginEnrolTotp: {
    method: 'POST',
    path: '/sign-in/enrol/totp',
    audience: 'anyone',
    summary: 'Draw the TOTP secret of an account that has to have a second factor',
    response: totpSetupSchema,
  },
  enrolTotp: {
    method: 'POST',
    path: '/sign-in/enrol/totp/confirm',
    audience: 'anyone',
    summary: 'Begin to use that secret, by its first code',
    body: totpAnswerSchema,
    response: enrolledSchema,
    creates: false,
  },
  beginEnrolPasskey: {
    method: 'POST',
    path: '/sign-in/enrol/passkey/options',
    audience: 'anyone',
    summary: 'Options for the passkey of an account that has to have a second factor',
    response: ceremonySchema,
  },
  enrolPasskey: {
    method: 'POST',
    path: '/sign-in/enrol/passkey',
    audience: 'anyone',
    summary: 'Register that passkey',
    body: passkeyRegisterSchema,
    response: enrolledSchema,
    creates: false,
  },
  acceptInvite: {
    method: 'POST',
    path: '/sign-in/invite',
    audience: 'anyone',
    summary: 'Set the first password with a one-time code; the sign-in goes on from there',
    body: inviteAcceptSchema,
    response: signInStateSchema,
    creates: false,
  },
} as const satisfies Record<string, Operation>;
