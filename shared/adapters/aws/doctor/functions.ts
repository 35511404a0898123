import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Answer, ask, unanswered } from './ask.ts';
import { type Line, ok, problem } from './line.ts';

/** A function of the stack; its environment tells what it works with. */
export interface FunctionFacts {
  readonly name: string;
  /** Only some ways to deploy have it. */
  readonly isOptional: boolean;
  readonly about: Answer<{
    readonly state: string;
    readonly lastUpdate: string;
    readonly environment: Readonly<Record<string, string>>;
  }>;
}

/** The functions every stack has, and those that depend on how it was deployed. */
const ALWAYS = ['ingest', 'calibrate', 'watch', 'backfill'] as const;
const SOMETIMES = ['access-logs', 'notify', 'respond'] as const;

/** `stack`: `gatetrail-live`; functions are called after it. */
export function askFunctions(client: LambdaClient, stack: string): Promise<FunctionFacts[]> {
  const one = async (short: string, isOptional: boolean): Promise<FunctionFacts> => {
    const name = `${stack}-${short}`;
    const about = await ask('lambda:GetFunctionConfiguration', async () => {
      const configuration = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      return {
        state: configuration.State ?? '',
        lastUpdate: configuration.LastUpdateStatus ?? '',
        environment: configuration.Environment?.Variables ?? {},
      };
    });
    return { name, isOptional, about };
  };
  return Promise.all([...ALWAYS.map((name) => one(name, false)), ...SOMETIMES.map((name) => one(name, true))]);
}

export function judgeFunctions(functions: readonly FunctionFacts[]): Line[] {
  const lines = functions.flatMap(({ name, isOptional, about }): Line[] => {
    const check = `function ${name}`;
    if (about.is === 'missing' && isOptional) return [];
    if (about.is !== 'known')
      return [
        unanswered(check, about, {
          text: 'does not exist',
          advice: 'deploy the stack (npm run deploy), or name another with --stage',
        }),
      ];
    const { state, lastUpdate } = about.value;
    if (state === 'Failed') return [problem(check, 'failed to start', 'deploy the stack anew')];
    if (lastUpdate === 'Failed')
      return [problem(check, 'its last update failed: it runs older code', 'deploy the stack anew')];
    return [];
  });
  const there = functions.filter(({ about }) => about.is === 'known').length;
  return lines.length > 0
    ? lines
    : [
        ok(
          'functions',
          `${there} deployed: ${functions
            .filter(({ about }) => about.is === 'known')
            .map(({ name }) => name)
            .join(', ')}`,
        ),
      ];
}

/** An environment variable of the stack's functions: the first that has it tells. */
export function told(functions: readonly FunctionFacts[], variable: string): string | undefined {
  for (const { about } of functions)
    if (about.is === 'known' && about.value.environment[variable]) return about.value.environment[variable];
  return undefined;
}
