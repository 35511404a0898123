import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { translated } from './aws-error.ts';

/** How far an execution is. */
export interface Execution {
  readonly arn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  /** Why it ended early, as Step Functions says it. */
  readonly cause?: string | undefined;
}

/** One Step Functions state machine. Throws `config`, `input` or `transient` naming what was asked. */
export class StateMachine {
  readonly #client: SFNClient;
  readonly #arn: string;

  constructor(client: SFNClient, arn: string) {
    this.#client = client;
    this.#arn = arn;
  }

  /** Starts it under a name that no other execution had. */
  async start(name: string, input: unknown): Promise<Execution> {
    const command = new StartExecutionCommand({ stateMachineArn: this.#arn, name, input: JSON.stringify(input) });
    const { executionArn = '' } = await this.#asked('states:StartExecution', () => this.#client.send(command));
    return { arn: executionArn, status: 'RUNNING' };
  }

  /** An execution that runs now and whose name begins so. */
  async running(prefix: string): Promise<Execution | undefined> {
    let nextToken: string | undefined;
    do {
      const command = new ListExecutionsCommand({ stateMachineArn: this.#arn, statusFilter: 'RUNNING', nextToken });
      const page = await this.#asked('states:ListExecutions', () => this.#client.send(command));
      const found = page.executions?.find(({ name }) => name?.startsWith(prefix));
      if (found?.executionArn !== undefined) return { arn: found.executionArn, status: 'RUNNING' };
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  }

  async describe(arn: string): Promise<Execution> {
    const command = new DescribeExecutionCommand({ executionArn: arn });
    const { status, cause, error } = await this.#asked('states:DescribeExecution', () => this.#client.send(command));
    return { arn, status: status ?? 'RUNNING', cause: cause ?? error };
  }

  async #asked<T>(action: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw translated(error, `state machine ${this.#arn}`, action);
    }
  }
}
