'use client';

import { Anchor, Badge } from '@mantine/core';
import { DataTable } from 'mantine-datatable';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { Lasting } from '../shell/ago';
import { tableLook, veryWide } from '../shell/table-look';
import table from '../shell/table.module.css';
import { isLost } from './machines';
import { NodeMark, NodeNote } from './node-mark';
import type { NodePlace } from './node-places';
import classes from './nodes.module.css';
import { useLoadText } from './use-load-text';
import type { NodeRow } from './use-nodes';
import { isOlder } from './versions';

interface NodeTableProps {
  nodes: readonly NodeRow[];
  places: ReadonlyMap<string, NodePlace>;
  nameOf: (id: string) => string;
  /** Where several versions run. */
  newest: string | null;
}

/** The processes of one machine. The columns of all machines stand below each other. */
export function NodeTable({ nodes, places, nameOf, newest }: NodeTableProps) {
  const t = useTranslations('nodes');
  const cells = useCells(nameOf, newest);
  const figures = cells.map(({ name, width, render }) => ({
    accessor: name,
    title: t(`column.${name}`),
    width,
    visibleMediaQuery: veryWide,
    cellsClassName: table.numbers!,
    render,
  }));
  return (
    <DataTable
      {...tableLook}
      minHeight={0}
      records={[...nodes]}
      columns={[
        {
          accessor: 'id',
          title: t('column.process'),
          render: (node) => (
            <div className={table.stack}>
              <span className={classes.name}>
                <strong>
                  {places.get(node.id)?.mark ? t('twin', nameParts(node, places)) : t('worker', { worker: String(node.worker) })}
                </strong>
                <NodeMark node={node} />
                {node.here && (
                  <Badge className={classes.mark} variant="outline" color="gray">
                    {t('here')}
                  </Badge>
                )}
              </span>
              <NodeNote node={node} />
              <dl className={classes.figures}>
                {cells
                  .filter(({ name }) => name === 'version' || !isLost(node))
                  .map(({ name, render }) => (
                    <div key={name}>
                      <dt>{t(`column.${name}`)}</dt>
                      <dd>{render(node)}</dd>
                    </div>
                  ))}
              </dl>
            </div>
          ),
        },
        ...figures,
      ]}
    />
  );
}

const nameParts = (node: NodeRow, places: ReadonlyMap<string, NodePlace>) => ({
  worker: String(node.worker),
  mark: places.get(node.id)?.mark ?? '',
});

/** What is told of each process: columns of a table, or below its name where there is no room for them. */
function useCells(nameOf: (id: string) => string, newest: string | null) {
  const t = useTranslations('nodes');
  const text = useLoadText();
  // What it said last is no load any more.
  const live = (node: NodeRow, shown: string) => (isLost(node) ? t('unknown') : shown);
  return [
    { name: 'running', width: 130, render: (node: NodeRow) => (isLost(node) ? t('unknown') : <Lasting since={node.startedAt} />) },
    { name: 'consoles', width: 100, render: (node: NodeRow) => <Consoles node={node} name={nameOf(node.id)} /> },
    { name: 'cpu', width: 110, render: (node: NodeRow) => live(node, text.cpu(node.cpu)) },
    { name: 'memory', width: 100, render: (node: NodeRow) => live(node, text.memory(node.memory)) },
    { name: 'delay', width: 170, render: (node: NodeRow) => live(node, text.delay(node.delay)) },
    { name: 'traffic', width: 110, render: (node: NodeRow) => live(node, text.traffic(node.traffic)) },
    {
      name: 'version',
      width: 130,
      render: (node: NodeRow) => (
        <span className={classes.version}>
          {node.version}
          {isOlder(node, newest) && (
            <Badge className={classes.mark} variant="light" color="orange">
              {t('older')}
            </Badge>
          )}
        </span>
      ),
    },
  ] as const;
}

function Consoles({ node, name }: { node: NodeRow; name: string }) {
  const t = useTranslations('nodes');
  const text = useLoadText();
  if (isLost(node)) return t('unknown');
  if (node.consoles === 0) return text.consoles(0);
  return (
    <Anchor
      component={Link}
      href={`/sessions?node=${encodeURIComponent(node.id)}`}
      prefetch={false}
      size="sm"
      underline="always"
      aria-label={t('consoles.show', { count: node.consoles, node: name })}
    >
      {text.consoles(node.consoles)}
    </Anchor>
  );
}
