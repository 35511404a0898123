import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
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

/** What a process did with an invocation. */
export interface Answer {
  readonly payload?: unknown;
  readonly error?: FunctionError;
  /** What it wrote meanwhile. */
  readonly log: string;
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
  let give = Promise.withResolvers<(invocation: Invocation) => void>();
  let log = '';
  let current: { readonly id: string; answer?: Omit<Answer, 'log'>; finish(answer: Answer): void } | undefined;
  let reason: FunctionError | undefined;
  let hasStarted = false;
  let hasEnded = false;
  const started = Promise.withResolvers<void>();
  const finish = (answer: Omit<Answer, 'log'>): void => {
    const { finish: tell } = current ?? {};
    current = undefined;
    tell?.({ ...answer, log });
    log = '';
  };
  /** The answer comes by one way and the log by another: both must be here. */
  const finishWhole = (): void => {
    if (current?.answer !== undefined && log.includes(`END RequestId: ${current.id}\n`)) finish(current.answer);
  };
  const api = await startRuntimeApi(start.functionName, {
    idle: (callback) => {
      hasStarted = true;
      give.resolve(callback);
      started.resolve();
    },
    answered: (id, answer) => {
      if (current?.id === id) current.answer = answer;
      finishWhole();
    },
    initFailed: (error) => {
      reason = error;
    },
  });
  const child = spawn(process.execPath, ['--import', PRELOAD, RUNTIME, start.handler], {
    cwd: start.folder,
    env: { ...start.environment, ...lambdaEnvironment(start, api.address) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      finishWhole();
    });
  const ended = once(child, 'close').then(([code, signal]) => {
    hasEnded = true;
    api.close();
    const error = reason ?? exitError(code, signal);
    finish({ error: { ...error, ...(hasStarted ? {} : { trace: [log] }) } });
    started.resolve();
    return hasStarted ? undefined : error;
  });
  return {
    started: started.promise,
    ended,
    get hasEnded() {
      return hasEnded;
    },
    async invoke(invocation) {
      const begin = await Promise.race([give.promise, ended]);
      if (hasEnded || typeof begin !== 'function') return { error: reason ?? exitError(null, 'SIGKILL'), log: '' };
      give = Promise.withResolvers();
      const { promise, resolve } = Promise.withResolvers<Answer>();
      current = { id: invocation.id, finish: resolve };
      begin(invocation);
      return promise;
    },
    async kill(why) {
      reason ??= why;
      child.kill('SIGKILL');
      await ended;
    },
  };
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
