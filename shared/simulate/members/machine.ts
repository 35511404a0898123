import type { Account } from '../account.ts';
import type { Chance } from '../chance.ts';
import type { Tool } from '../clients.ts';
import type { Task } from '../task.ts';

/** A program with a role: a function, instances, containers. */
export interface Machine {
  readonly id: string;
  readonly account: Account;
  readonly region: string;
  readonly role: string;
  readonly runs: 'lambda' | 'ec2' | 'ecs';
  /** How many of it run side by side. */
  readonly copies: number;
  readonly rhythm: 'steady' | 'office' | 'nightly' | 'monthly';
  /** Hour of its batch, when it has one. */
  readonly hour: number;
  readonly flows: readonly Task[];
  readonly weights: readonly number[];
  /** Flows that a release brings later. */
  readonly growth: readonly { readonly day: number; readonly flow: Task }[];
  readonly weekend: number;
  readonly unrest: number;
  readonly tool: Tool;
  readonly where: string;
  readonly variant: number;
  /** Public addresses, or none when it goes through a VPC endpoint. */
  readonly addresses: readonly string[];
  readonly errors: number;
  /** Flows a day, before `Pace` scales all machines alike. */
  readonly rate: number;
  readonly from: number;
  readonly until: number;
  readonly chance: Chance;
}

/** Makes the machines' share of the log as large as was asked for. */
export interface Pace {
  factor: number;
}
