'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SignInState } from '@/server/contract/factors';
import { ApiError, toApiError } from '../api/api-error';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { returnPath } from '../shell/return-path';
import { completeSignIn } from './sign-in';
import { refusalOf, type SignInOutcome, type SignInRefusal } from './sign-in-outcome';

/** Where on the way in somebody is. */
export type Place =
  /** At the beginning; `problem`: what the last try ended with. */
  | { at: 'entry'; problem: SignInRefusal | null }
  /** The page was loaded anew in the middle of it. */
  | { at: 'resuming'; error: ApiError | null }
  | { at: 'step'; state: SignInState }
  /** Recovery codes were drawn; they are kept before it goes on. */
  | { at: 'codes'; codes: readonly string[]; then: SignInState }
  | { at: 'finishing' };

export interface SignInFlow {
  place: Place;
  /** The first step is done, and more is wanted. */
  resume: () => Promise<void>;
  /**
   * A step's answer, and what comes after it.
   * @throws ApiError that the step has to tell
   */
  answer: (asked: Promise<SignInState & { codes?: readonly string[] | null }>) => Promise<void>;
  kept: () => Promise<void>;
  /** @throws ApiError when the portal cannot be asked */
  beginAgain: () => Promise<void>;
  /** Into the portal; never ends, as another page comes. */
  leave: () => Promise<never>;
}

/**
 * The way from a first proof to a session, without leaving the page. What was shown so far stands with the portal, behind a cookie that
 * no script reads: only the portal knows what is next.
 * @param wanted where to go afterwards, as the address says; it is checked here
 * @param underWay whether this browser holds the cookie of a sign-in
 * @param error what next-auth sent the browser back with
 */
export function useSignInFlow(wanted: string | null, underWay: boolean, error: string | null): SignInFlow {
  const [place, setPlace] = useState<Place>(() => {
    if (underWay) return { at: 'resuming', error: null };
    return { at: 'entry', problem: error === null || error === 'more' ? null : refusalOf(error) };
  });

  const flow = useMemo(() => {
    const begin = (problem: SignInRefusal | null) => setPlace({ at: 'entry', problem });
    const leave = () => {
      // A whole new page, so that nothing of what was rendered for nobody is left. Busy until it is there.
      window.location.assign(`${basePath()}${returnPath(wanted, window.location.origin)}`);
      return new Promise<never>(() => undefined);
    };
    const finish = async () => {
      setPlace({ at: 'finishing' });
      let outcome: SignInOutcome;
      try {
        outcome = await completeSignIn();
      } catch (failure) {
        setPlace({ at: 'resuming', error: toApiError(failure) });
        return;
      }
      if (outcome.state === 'signed-in') await leave();
      begin(outcome.state === 'refused' ? outcome.reason : 'lost');
    };
    const goOn = async (state: SignInState) => {
      if (state.step === 'done') await finish();
      else setPlace({ at: 'step', state });
    };
    const resume = async () => {
      try {
        await goOn(await call('getSignIn'));
      } catch (failure) {
        if (isLost(failure)) begin('lost');
        else setPlace({ at: 'resuming', error: toApiError(failure) });
      }
    };
    const answer: SignInFlow['answer'] = async (asked) => {
      try {
        const { codes, ...state } = await asked;
        if (codes && codes.length > 0) setPlace({ at: 'codes', codes, then: state });
        else await goOn(state);
      } catch (failure) {
        if (!isLost(failure)) throw failure;
        begin('lost');
      }
    };
    const beginAgain = async () => {
      await call('cancelSignIn').catch((failure: unknown) => {
        if (!isLost(failure)) throw failure;
      });
      begin(null);
    };
    return { goOn, resume, answer, beginAgain, leave };
  }, [wanted]);

  const { goOn, ...rest } = flow;
  const kept = useCallback(async () => {
    if (place.at === 'codes') await goOn(place.then);
  }, [goOn, place]);

  // A cookie of an old sign-in is no reason to tell anybody that it took too long.
  useEffect(() => {
    if (!underWay) return;
    let gone = false;
    call('getSignIn').then(
      (state) => gone || void goOn(state),
      (failure: unknown) => {
        if (gone) return;
        if (isLost(failure)) setPlace({ at: 'entry', problem: null });
        else setPlace({ at: 'resuming', error: toApiError(failure) });
      },
    );
    return () => {
      gone = true;
    };
  }, [goOn, underWay]);

  return { place, kept, ...rest };
}

const isLost = (failure: unknown): boolean => failure instanceof ApiError && failure.code === 'sign_in_lost';
