'use client';

import { ConnectingCard } from './connecting-card';
import type { ConsoleConnection } from './console-connection';
import { CredentialsCard } from './credentials-card';
import type { State } from './connection';
import { EndedCard } from './ended-card';
import { FingerprintCard } from './fingerprint-card';
import { ReconnectingCard } from './reconnecting-card';

interface StateCardProps {
  host: { id: string; name: string };
  state: State;
  connection: ConsoleConnection;
}

/** The card for a state; none while the machine is on the screen. */
export function StateCard({ host, state, connection }: StateCardProps) {
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
          problem={state.problem}
          onAnswer={(given) => connection.answer(given)}
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
      return state.failure ? <EndedCard host={host} failure={state.failure} onRetry={open} /> : null;
    default:
      return state.failure ? (
        <ReconnectingCard host={host} state={state} onNow={open} onStop={leave} />
      ) : (
        <ConnectingCard host={host} stage={state.name} onCancel={leave} />
      );
  }
}
