/** How much this process has to do. */

import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Load {
  consoles: number;
  /** Thousandths of a core. */
  cpu: number;
  /** Bytes of resident memory. */
  memory: number;
  /** By how much the event loop was late, 99th percentile, in thousandths of a millisecond. */
  delay: number;
  /** Bytes a second, both ways. */
  traffic: number;
}

/** Fine enough for what people feel, and next to nothing of a core. */
const RESOLUTION_MS = 50;
const NS_A_US = 1000;

export class LoadMeter {
  private readonly loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private at = performance.now();
  private cpu = process.cpuUsage();
  private carried: number;

  /** @param consoles of this process; `carried`: bytes so far, both ways */
  constructor(private readonly consoles: { readonly size: number; readonly carried: number }) {
    this.carried = consoles.carried;
    this.loop.enable();
  }

  /** Since the last time. */
  read(): Load {
    const at = performance.now();
    const ms = Math.max(at - this.at, 1);
    const cpu = process.cpuUsage(this.cpu);
    const { size, carried } = this.consoles;
    const traffic = ((carried - this.carried) / ms) * 1000;
    // What it measures is the time between two looks, which is never less than they are apart.
    const lateNs = this.loop.percentile(99) - RESOLUTION_MS * 1e6;
    this.loop.reset();
    this.at = at;
    this.cpu = process.cpuUsage();
    this.carried = carried;
    return {
      consoles: size,
      cpu: Math.round((cpu.user + cpu.system) / ms),
      memory: process.memoryUsage.rss(),
      delay: Math.max(0, Math.round(lateNs / NS_A_US)) || 0,
      traffic: Math.max(0, Math.round(traffic)),
    };
  }

  stop(): void {
    this.loop.disable();
  }
}
