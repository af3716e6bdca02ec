import os from 'node:os';
import { processorTimes } from '../files/run-delay.ts';
import type { ProcessorTime } from '../files/run-delay.ts';

/** The tutor's own process was not run for a while: a timer rang late. Milliseconds on the caller's clock. */
export interface Stall {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the machine gave the programs on it during a time window. */
export interface MachineLoad {
  /** How long the tutor itself did not run although it wanted to. Milliseconds. */
  readonly stalledMs: number;
  /** Share of the processors' time that nobody used, from 0 to 1; undefined: the window is too short to tell. */
  readonly idle: number | undefined;
  /**
   * How long one of the programs that the tutor has started, a server or a page, was ready to run and got no processor: the longest of them.
   * One that had a processor for half a second counts as one that could have spoken, such as an endless loop. Milliseconds; 0 where the system does not say it.
   */
  readonly starvedMs: number;
}

/** Something that knows the machine's load at any time of a run. */
export interface Machine {
  /** What the machine gave between two moments, in milliseconds on the clock of the run. */
  during(fromMs: number, toMs: number): MachineLoad;
  stop(): void;
}

/** A timer rings so often. Milliseconds. */
const PERIOD_MS = 25;
/** A timer that is later than this did not wait for a turn only: something kept the whole process from running. */
const LATE_MS = 50;
/** Processor times have a resolution of 10 ms on Linux and 15 ms on Windows. */
const SAMPLE_MS = 250;
/** A program that was given a processor for so long has had the time to speak. */
const ENOUGH_MS = 500;
/** A run of hours is not kept in full. */
const MOST_KEPT = 10_000;

/** What all processors together have done since the machine started, in milliseconds of one processor. */
export interface MachineTimes {
  readonly idle: number;
  readonly total: number;
}

interface CpuSample extends MachineTimes {
  readonly ms: number;
}

/** What each of the started programs has had of the processors in its life, by pid. */
export interface StartedSample {
  readonly ms: number;
  readonly times: ReadonlyMap<string, ProcessorTime>;
}

/**
 * Watches how punctually the tutor's own timers ring and how busy the processors are, so that a silence can be told from a machine that
 * gave nobody time to speak: a laptop that slept, a virtual machine that was paused, a build beside the tutor. It keeps no process alive.
 */
export class MachineClock implements Machine {
  readonly #now: () => number;
  readonly #started: () => readonly number[];
  readonly #timer: NodeJS.Timeout;
  readonly #stalls: Stall[] = [];
  readonly #samples: (CpuSample & StartedSample)[] = [];
  #last: number;

  /**
   * @param now the clock on which windows are given, in milliseconds
   * @param started the programs that the tutor has started and waits for, by pid
   */
  constructor(now: () => number, started: () => readonly number[] = () => []) {
    this.#now = now;
    this.#started = started;
    this.#last = now();
    this.#sample();
    this.#timer = setInterval(() => this.#tick(), PERIOD_MS);
    this.#timer.unref();
  }

  /** What the machine gave between two moments on the caller's clock. */
  during(fromMs: number, toMs: number): MachineLoad {
    // A stall that goes on has not been written down: its timer has not rung yet.
    this.#tick();
    return {
      stalledMs: stalledIn(this.#stalls, fromMs, toMs),
      idle: idleIn(this.#samples, fromMs, toMs),
      starvedMs: starvedIn(this.#samples, fromMs, toMs),
    };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = this.#now();
    const due = this.#last + PERIOD_MS;
    if (now - due > LATE_MS && this.#stalls.length < MOST_KEPT) this.#stalls.push({ fromMs: due, toMs: now });
    this.#last = now;
    const sampled = this.#samples.at(-1)?.ms ?? Number.NEGATIVE_INFINITY;
    if (now - sampled >= SAMPLE_MS && this.#samples.length < MOST_KEPT) this.#sample();
  }

  #sample(): void {
    this.#samples.push({ ms: this.#now(), ...machineTimes(), times: processorTimes(this.#started()) });
  }
}

/** What the processors have done until now. */
export function machineTimes(): MachineTimes {
  const times = os.cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const total = times.reduce(
    (sum, { user, nice, sys, irq, idle: unused }) => sum + user + nice + sys + irq + unused,
    0,
  );
  return { idle, total };
}

/** Milliseconds of the stalls that lie inside the window. */
export function stalledIn(stalls: readonly Stall[], fromMs: number, toMs: number): number {
  const parts = stalls.map((stall) => Math.min(stall.toMs, toMs) - Math.max(stall.fromMs, fromMs));
  return Math.round(parts.reduce((sum, part) => sum + Math.max(0, part), 0));
}

/** The share of unused processor time between the samples around the window. */
export function idleIn(samples: readonly CpuSample[], fromMs: number, toMs: number): number | undefined {
  const first = samples.findLast(({ ms }) => ms <= fromMs) ?? samples[0];
  const last = samples.find(({ ms }) => ms >= toMs) ?? samples.at(-1);
  if (first === undefined || last === undefined || last.total <= first.total) return undefined;
  return (last.idle - first.idle) / (last.total - first.total);
}

/** Milliseconds that the most delayed program waited for a processor between the samples around the window, without those that had enough of one. */
export function starvedIn(samples: readonly StartedSample[], fromMs: number, toMs: number): number {
  const first = Math.max(
    0,
    samples.findLastIndex(({ ms }) => ms <= fromMs),
  );
  const after = samples.findIndex(({ ms }) => ms >= toMs);
  const inside = samples.slice(first, after === -1 ? undefined : after + 1);
  const pids = new Set(inside.flatMap(({ times }) => [...times.keys()]));
  const waited = [...pids].map((pid) => {
    const known = inside.flatMap(({ times }) => times.get(pid) ?? []);
    // One that started within the window has had nothing before it.
    const { ranMs = 0, delayMs = 0 } = samples[first]?.times.get(pid) ?? {};
    const ran = Math.max(0, ...known.map((time) => time.ranMs)) - ranMs;
    return ran >= ENOUGH_MS ? 0 : Math.max(0, ...known.map((time) => time.delayMs)) - delayMs;
  });
  return Math.round(Math.max(0, ...waited));
}
