import type { Account } from '../account.ts';
import type { Chance } from '../chance.ts';
import type { Tool } from '../clients.ts';
import type { Line } from '../networks.ts';
import type { Task } from '../task.ts';
import type { Life } from './life.ts';
import type { Persona } from './persona.ts';

/** Somebody who works here: what is drawn once, and stays. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly persona: Persona;
  /** The first is where they mostly work. */
  readonly accounts: readonly Account[];
  readonly from: number;
  readonly until: number;
  /** Offset from UTC, hours. */
  readonly zone: number;
  readonly startHour: number;
  readonly presence: number;
  readonly home: Line;
  readonly atHome: number;
  readonly life: Life;
  readonly browser: Tool;
  /** Beside the console, and how often. */
  readonly tool: Tool;
  readonly toolShare: number;
  readonly variant: number;
  readonly rate: number;
  readonly services: readonly string[];
  readonly core: readonly Task[];
  readonly region: string;
  readonly chance: Chance;
}
