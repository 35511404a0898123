import type { Execution } from '../../shared/adapters/aws/state-machine.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';
import type { ReplayObject } from '../../shared/pipeline/replay-order.ts';
import type { CommonOptions } from './options.ts';

export interface BackfillOptions extends Pick<CommonOptions, 'since' | 'until' | 'json'> {
  readonly table: string;
  readonly manifests: string;
  readonly stateMachine: string;
  readonly concurrency: string;
  readonly publish?: boolean;
  readonly wait: boolean;
  readonly out: string;
}

/** ms of event time. */
export interface BackfillScope {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** What the command works with in AWS. */
export interface BackfillCloud {
  list(url: string, scope: BackfillScope): Promise<readonly ReplayObject[]>;
  write(bucket: string, key: string, value: unknown): Promise<void>;
  readonly documents: Documents;
  readonly machine: {
    start(name: string, input: unknown): Promise<Execution>;
    running(prefix: string): Promise<Execution | undefined>;
    describe(arn: string): Promise<Execution>;
  };
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}
