import type { Account } from '../account.ts';
import type { Chance } from '../chance.ts';
import type { Tool } from '../clients.ts';
import type { Line } from '../networks.ts';
import type { Task } from '../task.ts';

/** An IAM user of the old days: a key in some program, or a person with a password. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly account: Account;
  readonly key: string;
  /** Of those who rotate it: the day, and the key from then on. */
  readonly rotation: { readonly day: number; readonly key: string } | undefined;
  readonly machine: boolean;
  readonly address: string;
  readonly home: Line;
  readonly tool: Tool;
  readonly variant: number;
  readonly tasks: readonly Task[];
  readonly rate: number;
  readonly presence: number;
  readonly until: number;
  readonly chance: Chance;
}
