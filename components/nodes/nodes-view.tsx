'use client';

import { Alert, Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconVersions } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { ConsolesNav } from './consoles-nav';
import { Grow } from './grow';
import { LoadSums } from './load-sums';
import { isLost, loadOf, type Machine, machinesOf } from './machines';
import { placesOf } from './node-places';
import { NodeTable } from './node-table';
import classes from './nodes.module.css';
import { useNodeNames } from './use-node-names';
import { type NodeRow, useNodes } from './use-nodes';
import { isOlder, newestOfSeveral } from './versions';

const REFRESH_MS = 2000;

/** The processes of the portal, machine by machine. */
export function NodesView() {
  const t = useTranslations('nodes');
  const { nodes, error, reload } = useNodes(REFRESH_MS);
  return (
    <>
      <PageHead title={t('title')} note={nodes && nodes.length > 0 ? <Counts nodes={nodes} /> : t('note')} />
      <ConsolesNav />
      <Stack gap="md">
        {error && <Problem title={t('stale')} error={error} retry={reload} />}
        {!nodes && !error && <Skeleton height={180} radius="lg" role="status" aria-label={t('loading')} />}
        {nodes?.length === 0 && (
          <Empty title={t('none')}>
            <p>{t('noneNote')}</p>
          </Empty>
        )}
        {nodes && nodes.length > 0 && <Nodes nodes={nodes} />}
      </Stack>
    </>
  );
}

function Counts({ nodes }: { nodes: readonly NodeRow[] }) {
  const t = useTranslations('nodes');
  const lost = nodes.filter(isLost).length;
  const counts = { processes: nodes.length, machines: machinesOf(nodes).length };
  return lost > 0 ? t('countsLost', { ...counts, lost: String(lost) }) : t('counts', counts);
}

function Nodes({ nodes }: { nodes: readonly NodeRow[] }) {
  const t = useTranslations('nodes');
  const nameOf = useNodeNames(nodes);
  const places = placesOf(nodes);
  const machines = machinesOf(nodes);
  const newest = newestOfSeveral(nodes);
  return (
    <>
      {newest !== null && (
        <Alert color="orange" variant="light" icon={<IconVersions size={18} stroke={1.8} aria-hidden />} title={t('versions.title')}>
          {t('versions.body', { count: nodes.filter((node) => isOlder(node, newest)).length, newest })}
        </Alert>
      )}
      {nodes.length > 1 && <LoadSums big title={t('sums.portal')} load={loadOf(nodes)} />}
      {machines.map((machine) => (
        <section key={machine.name} aria-label={machine.name} className={classes.machine}>
          <div className={classes.machineHead}>
            <h2>{machine.name}</h2>
            {machines.length > 1 && machine.nodes.length > 1 && (
              <LoadSums title={t('sums.machine', { machine: machine.name })} load={loadOf(machine.nodes)} />
            )}
          </div>
          <Lost machine={machine} />
          <NodeTable nodes={machine.nodes} places={places} nameOf={nameOf} newest={newest} />
        </section>
      ))}
      <Grow machines={machines} />
    </>
  );
}

/** What became of the consoles, and what to do. */
function Lost({ machine: { name, nodes } }: { machine: Machine }) {
  const t = useTranslations('nodes');
  const count = nodes.filter(isLost).length;
  if (count === 0) return null;
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} stroke={1.8} aria-hidden />}
      title={t('lost.title', { count, machine: name })}
    >
      <Text size="sm">
        {t.rich('lost.consoles', {
          audit: (chunks) => (
            <Anchor component={Link} href="/audit" prefetch={false} size="sm" underline="always">
              {chunks}
            </Anchor>
          ),
        })}
      </Text>
      <Text size="sm" mt={4}>
        {t('lost.next')}
      </Text>
    </Alert>
  );
}
