import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Answer, atWork } from './at-work.ts';
import { type FunctionError, type Invocation, startRuntimeApi } from './runtime-api.ts';

/** How to start a process of a function. */
export interface Start {
  readonly functionName: string;
  /** Folder with the packaged bundle. */
  readonly folder: string;
  /** `index.handler` */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Memory of the function in MB; the process is told, not held to it. */
  readonly memory: number;
}

/** One process that runs the real Lambda runtime client with our bundle. */
export interface Instance {
  /** Resolves when the process has loaded the handler and wants work, or has ended. */
  readonly started: Promise<void>;
  /** Gives it one invocation. Only when it has started, one at a time. Never rejects. */
  invoke(invocation: Invocation): Promise<Answer>;
  /** Ends it at once, as a crash would; resolves when it is gone. `why` is then the error of what it was at. */
  kill(why?: FunctionError): Promise<void>;
  readonly hasEnded: boolean;
  /** Resolves when the process is gone, with the reason if it never came to work. */
  readonly ended: Promise<FunctionError | undefined>;
}

const RUNTIME = fileURLToPath(import.meta.resolve('aws-lambda-ric'));
const PRELOAD = new URL('./runtime-preload.ts', import.meta.url).href;

export async function startInstance(start: Start): Promise<Instance> {
  const work = atWork();
  const started = Promise.withResolvers<void>();
  const state = { hasStarted: false, hasEnded: false };
  let give = Promise.withResolvers<(invocation: Invocation) => void>();
  let reason: FunctionError | undefined;
  const api = await startRuntimeApi(start.functionName, {
    answered: work.answered,
    idle: (callback) => {
      state.hasStarted = true;
      give.resolve(callback);
      started.resolve();
    },
    initFailed: (error) => {
      reason = error;
    },
  });
  const child = spawnRuntime(start, api.address, work.wrote);
  const ended = once(child, 'close').then(([code, signal]) => {
    state.hasEnded = true;
    api.close();
    const error = reason ?? exitError(code, signal);
    const log = work.ended(error);
    started.resolve();
    return state.hasStarted ? undefined : { ...error, trace: [log] };
  });
  return {
    started: started.promise,
    ended,
    get hasEnded() {
      return state.hasEnded;
    },
    async invoke(invocation) {
      const begin = await Promise.race([give.promise, ended]);
      if (state.hasEnded || typeof begin !== 'function')
        return { error: reason ?? exitError(null, 'SIGKILL'), log: '' };
      give = Promise.withResolvers();
      const answer = work.begin(invocation.id);
      begin(invocation);
      return answer;
    },
    async kill(why) {
      reason ??= why;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function spawnRuntime(start: Start, api: string, wrote: (text: string) => void): ChildProcess {
  const child = spawn(process.execPath, ['--import', PRELOAD, RUNTIME, start.handler], {
    cwd: start.folder,
    env: { ...start.environment, ...lambdaEnvironment(start, api) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', wrote);
  return child;
}

function exitError(code: number | null, signal: string | null): FunctionError {
  const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited: ${how}` };
}

/** What Lambda itself sets. Nothing of this machine's environment reaches a function. */
function lambdaEnvironment({ functionName, folder, handler, memory }: Start, api: string): Record<string, string> {
  return {
    PATH: '/usr/bin:/bin',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
    AWS_LAMBDA_RUNTIME_API: api,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  };
}
