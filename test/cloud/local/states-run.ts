import type { DistributedMap, InlineMap, State, States, Task } from './states-definition.ts';

/** What a state machine works with. */
export interface StatesWorld {
  /** Invokes the function of this name; throws a `StatesError` for a function that failed. */
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  readObject(bucket: string, key: string): Promise<string>;
}

/** An error as Step Functions names it. */
export class StatesError extends Error {
  override readonly name: string;
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** `$$`, as far as it is used. */
interface Context {
  readonly Map?: { readonly Item: { readonly Value: unknown; readonly Index: number } };
}

/** Bytes that a state may be given or give. */
const MOST_BYTES = 262_144;

/** Runs states from the first to the last; gives the output. Throws a `StatesError`. */
export async function runStates(
  { StartAt, States: states }: States,
  input: unknown,
  world: StatesWorld,
): Promise<unknown> {
  let value = input;
  for (let name: string | undefined = StartAt; name !== undefined; ) {
    const state: State | undefined = states[name];
    if (state === undefined) throw new StatesError('States.Runtime', `there is no state ${name}`);
    value = limited(name, await runState(state, limited(name, value), world));
    if ((state.Next === undefined) === (state.End === undefined))
      throw new StatesError('States.Runtime', `${name}: expected Next or End`);
    name = state.Next;
  }
  return value;
}

async function runState(state: State, input: unknown, world: StatesWorld): Promise<unknown> {
  if (state.Type === 'Task') {
    const output = placed(state, input, await runTask(state, input, world));
    return state.OutputPath === undefined ? output : at(state.OutputPath, output);
  }
  const result = await ('ItemReader' in state ? distributed(state, input, world) : inline(state, input, world));
  return placed(state, input, limited('result of a map', result));
}

/** Tries again at once as often as Retry has it. */
async function runTask({ Parameters, Retry }: Task, input: unknown, world: StatesWorld): Promise<unknown> {
  const { FunctionName, Payload } = filled(Parameters, input) as { FunctionName: string; Payload: unknown };
  for (let left = Retry?.[0].MaxAttempts ?? 0; ; left -= 1)
    try {
      return { ExecutedVersion: '$LATEST', Payload: await world.invoke(FunctionName, Payload), StatusCode: 200 };
    } catch (error) {
      if (left === 0) throw error;
    }
}

async function inline(state: InlineMap, input: unknown, world: StatesWorld): Promise<unknown[]> {
  const outputs: unknown[] = [];
  for (const [Index, Value] of itemsIn(at(state.ItemsPath, input)).entries()) {
    const item = filled(state.ItemSelector, input, { Map: { Item: { Value, Index } } });
    outputs.push(await runStates(state.ItemProcessor, item, world));
  }
  return outputs;
}

/** Child executions, so many at a time; one that fails fails all, and no more are begun. */
async function distributed(state: DistributedMap, input: unknown, world: StatesWorld): Promise<unknown[]> {
  const { Bucket, Key } = filled(state.ItemReader.Parameters, input) as { Bucket: string; Key: string };
  const items = itemsIn(JSON.parse(await world.readObject(Bucket, Key)));
  const { MaxItemsPerBatch: most, BatchInput } = state.ItemBatcher;
  const given = filled(BatchInput, input);
  const batches = Array.from({ length: Math.ceil(items.length / most) }, (_, index) => ({
    BatchInput: given,
    Items: items.slice(index * most, (index + 1) * most),
  }));
  const outputs: unknown[] = [];
  const failures: unknown[] = [];
  const waiting = batches.entries();
  const one = async (): Promise<void> => {
    for (const [index, batch] of waiting) {
      if (failures.length > 0) return;
      try {
        outputs[index] = await runStates(state.ItemProcessor, batch, world);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const workers = at(state.MaxConcurrencyPath, input);
  if (!Number.isInteger(workers)) throw new StatesError('States.Runtime', 'MaxConcurrencyPath: expected a number');
  await Promise.all(Array.from({ length: Number(workers) }, one));
  if (failures.length > 0)
    throw new StatesError('States.ExceedToleratedFailureThreshold', `${failures.length} failed: ${failures[0]}`);
  return outputs;
}

function placed({ ResultSelector, ResultPath }: State, input: unknown, result: unknown): unknown {
  const selected = ResultSelector === undefined ? result : filled(ResultSelector, result);
  if (ResultPath === undefined) return selected;
  return { ...(input as object), [ResultPath.slice('$.'.length)]: selected };
}

function filled(template: Readonly<Record<string, unknown>>, input: unknown, context: Context = {}): object {
  const parts = Object.entries(template).map(([name, value]): [string, unknown] => {
    if (name.endsWith('.$')) return [name.slice(0, -'.$'.length), at(String(value), input, context)];
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [name, isNested ? filled(value as Record<string, unknown>, input, context) : value];
  });
  return Object.fromEntries(parts);
}

/** `$`, `$.a.b` or `$$.a.b`. What is not there is an error, null is a value. */
function at(path: string, input: unknown, context: Context = {}): unknown {
  if (!/^\$\$?(\.\w+)*$/.test(path)) throw new StatesError('States.Runtime', `${path}: no path that is known here`);
  const [root, ...names] = path.split('.');
  return names.reduce<unknown>(
    (value, name) => {
      const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
      if (!isThere) throw new StatesError('States.ParameterPathFailure', `${path} is not in the input`);
      return (value as Record<string, unknown>)[name];
    },
    root === '$$' ? context : input,
  );
}

function itemsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new StatesError('States.ItemReaderFailed', 'expected an array');
}

function limited(name: string, value: unknown): unknown {
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? '');
  if (bytes <= MOST_BYTES) return value;
  throw new StatesError('States.DataLimitExceeded', `${name}: ${bytes} bytes, ${MOST_BYTES} at most`);
}
