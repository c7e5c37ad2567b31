'use client';

import { ConnectingCard } from './connecting-card';
import type { ConsoleConnection } from '../connection/console-connection';
import { CredentialsCard } from './credentials-card';
import type { State } from '../connection/console-state';
import { EndedCard } from './ended-card';
import { FingerprintCard } from './fingerprint-card';
import { InUseCard } from '../people/in-use-card';
import { ReconnectingCard } from './reconnecting-card';

interface StateCardProps {
  host: { id: string; name: string };
  state: State;
  admin: boolean;
  hostsAddress: string;
  watchAddress: string;
  connection: ConsoleConnection;
}

/** The card for a state; none while the machine is on the screen. */
export function StateCard({ host, state, admin, hostsAddress, watchAddress, connection }: StateCardProps) {
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
          relayed={state.relayed}
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
      if (!state.failure) return null;
      if (state.failure.code !== 'host_in_use') return <EndedCard host={host} failure={state.failure} onRetry={open} />;
      return (
        <InUseCard
          host={host}
          failure={state.failure}
          admin={admin}
          hostsAddress={hostsAddress}
          watchAddress={watchAddress}
          onOpen={open}
        />
      );
    default:
      return state.failure ? (
        <ReconnectingCard host={host} state={state} onNow={open} onStop={leave} />
      ) : (
        <ConnectingCard host={host} stage={state.name} onCancel={leave} />
      );
  }
}
