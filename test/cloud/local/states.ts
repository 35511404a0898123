import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ACCOUNT, REGION } from './account.ts';
import type { LocalAws } from './aws.ts';
import type { LocalFunction } from './lambda.ts';
import { machineIn, type States } from './states-definition.ts';
import { runStates, StatesError, type StatesWorld } from './states-run.ts';

const TEMPLATE = new URL('../../../infra/backfill.yml', import.meta.url);
const NAME = 'gatetrail-local-backfill';

interface Execution {
  readonly name: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly startDate: number;
  readonly input: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  output?: string;
  error?: string;
  cause?: string;
}

/** Step Functions, with the one state machine of the stack. */
export interface LocalStates {
  readonly arn: string;
  readonly executions: readonly Execution[];
  /** The most invocations of the worker that were under way at one time, since it was last asked. */
  takeMostAtOnce(): number;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

/** Runs the state machine of infra/backfill.yml with this worker, and answers `states:` calls. */
export function startStates(aws: LocalAws, worker: LocalFunction): LocalStates {
  const arn = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${NAME}`;
  const executions: Execution[] = [];
  const runs = new Set<Promise<void>>();
  const { world, takeMostAtOnce } = worldOf(aws, worker);
  const machine = machineIn(TEMPLATE);
  const of = (executionArn: unknown): Execution => {
    const found = executions.find((one) => one.executionArn === executionArn);
    if (found === undefined)
      throw new StatesError('ExecutionDoesNotExist', `Execution Does Not Exist: ${executionArn}`);
    return found;
  };
  aws.answer('states:StartExecution', ({ stateMachineArn, name, input }) => {
    if (stateMachineArn !== arn) throw new StatesError('StateMachineDoesNotExist', `no ${stateMachineArn}`);
    if (executions.some((one) => one.name === name))
      throw new StatesError('ExecutionAlreadyExists', `Execution Already Exists: ${name}`);
    const execution: Execution = {
      name: String(name),
      executionArn: `arn:aws:states:${REGION}:${ACCOUNT}:execution:${NAME}:${name}`,
      stateMachineArn: arn,
      startDate: Date.now() / 1000,
      input: String(input),
      status: 'RUNNING',
    };
    executions.push(execution);
    const run = execute(machine, execution, world).finally(() => runs.delete(run));
    runs.add(run);
    return { executionArn: execution.executionArn, startDate: execution.startDate };
  });
  aws.answer('states:DescribeExecution', ({ executionArn }) => ({ ...of(executionArn) }));
  aws.answer('states:ListExecutions', ({ statusFilter }) => ({
    executions: executions.filter(({ status }) => status === statusFilter).map(({ input: _, ...one }) => one),
  }));
  return {
    arn,
    executions,
    takeMostAtOnce,
    idle: async () => {
      await Promise.all(runs);
    },
  };
}

async function execute(machine: States, execution: Execution, world: StatesWorld): Promise<void> {
  try {
    execution.output = JSON.stringify(await runStates(machine, JSON.parse(execution.input), world));
    execution.status = 'SUCCEEDED';
  } catch (error) {
    const { name, message } = error as Error;
    execution.error = name;
    execution.cause = message;
    execution.status = 'FAILED';
  }
}

function worldOf(aws: LocalAws, worker: LocalFunction): { world: StatesWorld } & Pick<LocalStates, 'takeMostAtOnce'> {
  let [atOnce, most] = [0, 0];
  return {
    takeMostAtOnce: () => {
      const taken = most;
      most = atOnce;
      return taken;
    },
    world: {
      async invoke(functionName, payload) {
        if (functionName !== 'Worker') throw new StatesError('Lambda.ResourceNotFoundException', functionName);
        atOnce += 1;
        most = Math.max(most, atOnce);
        const { error, payload: answer } = await worker.invoke(payload);
        atOnce -= 1;
        if (error !== undefined) throw new StatesError(error.errorType, error.errorMessage);
        return answer;
      },
      async readObject(Bucket, Key) {
        const { Body } = await aws.clients.s3.send(new GetObjectCommand({ Bucket, Key }));
        return (await Body?.transformToString()) ?? '';
      },
    },
  };
}
