'use client';

import { useState } from 'react';
import { useConsoleModel } from '../console-model';
import { ConnectingCard } from './connecting-card';
import { CredentialsCard } from './credentials-card';
import { EndedCard } from './ended-card';
import { FingerprintCard } from './fingerprint-card';
import { FreshFactorCard } from './fresh-factor-card';
import { InUseCard } from '../people/in-use-card';
import { ReconnectingCard } from './reconnecting-card';

/** The card for a state; none while the machine is on the screen. */
export function StateCard() {
  const { host, state, pictured, rights, addresses, connection } = useConsoleModel();
  // Whoever mistyped a password need not begin from nothing.
  const [answered, setAnswered] = useState({ username: host.username, keep: false });
  const leave = () => connection.send({ type: 'leave' });
  const open = () => connection.send({ type: 'open' });
  switch (state.name) {
    case 'idle':
    case 'connected':
      return null;
    case 'asking':
      return (
        <CredentialsCard
          host={host}
          types={state.asked}
          optional={state.optional}
          problem={state.problem}
          relayed={state.relayed}
          mayKeep={rights.admin}
          before={answered}
          onAnswer={(given, keep) => {
            setAnswered({ username: given.username ?? answered.username, keep });
            connection.answer(given, keep);
          }}
          onCancel={leave}
        />
      );
    case 'verifying':
      return (
        <FingerprintCard
          host={host}
          fingerprint={state.fingerprint}
          onApprove={() => connection.approve()}
          onRefuse={() => connection.send({ type: 'refuse-key' })}
        />
      );
    case 'ended':
      if (!state.failure) return null;
      if (state.failure.code === 'fresh_factor_needed') return <FreshFactorCard host={host} failure={state.failure} onShown={open} />;
      if (state.failure.code !== 'host_in_use') return <EndedCard host={host} failure={state.failure} onRetry={open} />;
      return (
        <InUseCard
          host={host}
          failure={state.failure}
          admin={rights.admin}
          hostsAddress={addresses.hosts}
          watchAddress={`${addresses.self}?view=1`}
          onOpen={open}
        />
      );
    default:
      return state.failure ? (
        <ReconnectingCard host={host} state={state} pictured={pictured} onNow={() => connection.send({ type: 'anew' })} onStop={leave} />
      ) : (
        <ConnectingCard
          host={host}
          stage={state.name}
          approving={state.name === 'signing-in' && state.approving === true}
          onCancel={leave}
        />
      );
  }
}
