import type { Account } from './account.ts';
import type { Actor } from './identity.ts';
import type { Emit } from './record.ts';

type Kind = 'person' | 'user' | 'machine' | 'ci' | 'role' | 'stack' | 'service' | 'scanner' | 'vendor' | 'root';

/** A stretch of a member's work. Planned for a day at once, written out when its time has come. */
export interface Block {
  /** Milliseconds since the epoch; none of its records is earlier. */
  readonly start: number;
  run(emit: Emit): void;
}

/** Credentials a member really has in use on a day, from where and between when. */
export interface Seat {
  readonly actor: Actor;
  readonly region: string;
  readonly from: number;
  readonly to: number;
}

/** One principal of the organisation: a person in an account, a role, a key. What it does on a day depends on nothing but that day. */
export interface Member {
  /** Seeds whatever it does; unique in its world. */
  readonly id: string;
  readonly kind: Kind;
  readonly account: Account;
  /** Gatetrail's key of the principal. */
  readonly key: string;
  /** First day, and the day after the last. */
  readonly from: number;
  readonly until: number;
  /** Services it uses in its ordinary work. */
  readonly services: ReadonlySet<string>;
  /** What it may do, for whoever takes it over. */
  readonly rights: 'admin' | 'power' | 'read' | 'billing' | 'own';
  blocks(day: number): readonly Block[];
  /** Undefined on a day off. */
  seat(day: number): Seat | undefined;
}
