/** The processes of the portal: this one, as it tells of itself, and the others, as they do. */

import { hostname } from 'node:os';
import { version } from '../../package.json';
import type { AuditService } from '../audit/audit-service';
import type { PortalNode } from '../contract/nodes';
import { recordedReason, silentEnds } from '../gateway/close-codes';
import { placeTaken } from '../gateway/end-notes';
import type { Logger } from '../log';
import type { LiveConsole, NoPlace } from '../sessions/live-consoles';
import type { PlaceRepository } from '../sessions/place-repository';
import { LoadMeter, type Load } from './load-meter';
import type { NodeRepository, NodeState, OwnNode, StoredNode } from './node-repository';
import { NODE_SILENT, NodeWatch, portalItself } from './node-watch';
import { endOnPaper, entryOf } from './paper-ends';

const BEAT_MS = 2000;
/** A process that nobody waits for tells less often: each time is a write to the disk. */
const ALONE_BEAT_MS = 16_000;
const DAY_MS = 24 * 60 * 60_000;
const FORGET_EVERY_MS = 60 * 60_000;

type Carried = Pick<LiveConsole, 'info' | 'endedBy' | 'end'>;

interface Parts {
  /** This process, as `consoles.node` has it. */
  id: string;
  /** Which of its machine's, from 1. */
  worker: number;
  /** Whether there may be others. */
  shared: boolean;
  nodes: NodeRepository;
  consoles: {
    readonly size: number;
    readonly carried: number;
    all(): Carried[];
    has(id: string): boolean;
    leave(console: Carried): void;
  };
  /** The limits over all processes. */
  places: Pick<PlaceRepository, 'lostPlaces'>;
  audit: Pick<AuditService, 'record' | 'recordAll'>;
  log: Pick<Logger, 'info' | 'warn'>;
  now?: () => number;
  /** ms that pass evenly, from any start. */
  ticks?: () => number;
  beatMs?: number;
}

export class Nodes {
  private readonly own: OwnNode;
  private readonly meter: LoadMeter;
  private readonly watch: NodeWatch;
  private readonly now: () => number;
  private load: Load;
  private state: NodeState = 'up';
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private stopped = false;
  private failing = false;
  private readonly ticks: () => number;
  private toldAt = -Infinity;
  private forgotAt = -Infinity;

  constructor(private readonly parts: Parts) {
    const { id, worker, nodes, audit, log, now = Date.now, ticks } = parts;
    this.now = now;
    this.ticks = ticks ?? (() => performance.now());
    this.own = { id, worker, machine: hostname(), pid: process.pid, version, startedAt: now() };
    this.meter = new LoadMeter(parts.consoles);
    this.load = this.meter.read();
    this.watch = new NodeWatch({ own: id, nodes, audit, log, now, ...(ticks ? { ticks } : {}) });
  }

  /**
   * Before this process opens its first console: what a former one of its name left open when it died ends now.
   * @throws PortalError `unavailable`
   */
  async start(): Promise<void> {
    const { id, nodes, audit, log } = this.parts;
    const left = await endOnPaper({ nodes, audit, now: this.now }, { node: id }, 'the portal stopped');
    if (left > 0) log.warn({ consoles: left }, 'consoles of the last run were never closed: it did not stop cleanly');
    await nodes.enter(this.own, this.load, this.state, this.now());
    this.toldAt = this.ticks();
    this.schedule();
  }

  /** From here on it takes no new consoles, which the others are told. Never fails. */
  async draining(): Promise<void> {
    this.state = 'draining';
    await this.running;
    await this.tell().catch(() => undefined);
  }

  /**
   * Tells of itself out of turn: a write that shows whether the database takes writes.
   * @throws PortalError `unavailable`
   */
  async tellNow(): Promise<void> {
    await this.running;
    await this.tell();
  }

  /** It leaves, unless the database is away: then the others find out. Never fails. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
    this.meter.stop();
    await this.parts.nodes.leave(this.parts.id).catch(() => undefined);
  }

  /** Those of a machine beside each other. */
  async list(): Promise<PortalNode[]> {
    const stored = await this.parts.nodes.all();
    const here = (node: StoredNode) => node.id === this.parts.id;
    const order = (a: StoredNode, b: StoredNode) =>
      a.machine.localeCompare(b.machine, 'en', { numeric: true }) || a.worker - b.worker || a.startedAt - b.startedAt;
    return stored.sort(order).map((node) => ({ ...shown(node), ...(here(node) ? this.current() : {}), here: here(node) }));
  }

  /** Of this process the last look says more than what it last told. */
  private current(): Pick<PortalNode, 'consoles' | 'cpu' | 'memory' | 'delay' | 'traffic' | 'seenAt'> {
    const { memory, traffic, cpu, delay } = this.load;
    return { consoles: this.parts.consoles.size, cpu: cpu / 1000, delay: delay / 1000, memory, traffic, seenAt: this.now() };
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.turn().finally(() => {
        this.running = null;
        this.schedule();
      });
    }, this.parts.beatMs ?? BEAT_MS);
    this.timer.unref();
  }

  /** Tells and looks. Never fails. */
  private async turn(): Promise<void> {
    this.load = this.meter.read();
    try {
      if (this.parts.shared || this.ticks() - this.toldAt >= ALONE_BEAT_MS) await this.tell();
      await this.watch.look();
      if (this.ticks() - this.forgotAt >= FORGET_EVERY_MS) {
        this.forgotAt = this.ticks();
        await this.parts.nodes.forget(this.now() - DAY_MS);
      }
      if (this.failing) this.parts.log.info('the processes of the portal are seen again');
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.parts.log.warn({ err: error }, 'the processes of the portal cannot be seen');
      this.failing = true;
      this.watch.blind();
    }
  }

  private async tell(): Promise<void> {
    const { id, nodes } = this.parts;
    this.toldAt = this.ticks();
    if (!(await nodes.beat(id, this.load, this.state, this.now()))) await this.comeBack();
  }

  /**
   * The others hold this process for lost, and it is not: what it carries is live again on paper, too, as far as its places are still free. Whoever
   * was let in meanwhile stays.
   */
  private async comeBack(): Promise<void> {
    const { id, worker, nodes, consoles, places, audit, log } = this.parts;
    const carried = new Map(consoles.all().flatMap((console) => (console.endedBy ? [] : [[console.info.id, console] as const])));
    const { back, lost } = await nodes.transaction(async (nodes, trx) => {
      await nodes.alone();
      await nodes.enter(this.own, this.load, this.state, this.now());
      const ended = await nodes.endedConsoles(id, [...carried.keys()], NODE_SILENT);
      const lost = await places.lostPlaces(
        ended.map((id) => carried.get(id)!.info),
        trx,
      );
      for (const [id, why] of lost) {
        const { code, recorded } = endOf(why);
        await nodes.correctEnd(id, { at: this.now(), code, reason: recorded });
      }
      const back = await nodes.reopenConsoles(
        id,
        ended.filter((id) => !lost.has(id)),
        NODE_SILENT,
      );
      const { machine } = this.own;
      const entry = { action: 'node.return' as const, actor: portalItself, detail: { node: id, machine, worker, consoles: back.length } };
      await audit.recordAll([entry, ...back.map((console) => entryOf('console.return', console, {}))], trx);
      return { back, lost };
    });
    for (const [id, why] of lost) {
      if (why === 'replaced') consoles.leave(carried.get(id)!);
      else carried.get(id)!.end(placeTaken(why.code));
    }
    log.warn({ consoles: back.length, ended: lost.size }, 'the other processes had lost this one: its consoles are live again');
    await this.endAgain(back.map((console) => console.id).filter((id) => !consoles.has(id)));
  }

  /** They ended while they came back, and said so when nobody listened. */
  private async endAgain(ids: string[]): Promise<void> {
    if (ids.length > 0) await this.parts.nodes.endAgain(this.parts.id, ids, { at: this.now(), reason: NODE_SILENT });
  }
}

/** As the row of a console says it that does not come back. */
function endOf(why: NoPlace | 'replaced'): { code: number; recorded: string } {
  const reason = why === 'replaced' ? silentEnds.lost : placeTaken(why.code);
  return { code: reason.code, recorded: recordedReason(reason) };
}

function shown({ pid: _pid, beat: _beat, ...node }: StoredNode): Omit<PortalNode, 'here'> {
  return node;
}
