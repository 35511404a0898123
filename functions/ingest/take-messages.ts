import type { DeadLetter } from '../../shared/adapters/aws/dead-letters.ts';
import { GatetrailError, messageOf } from '../../shared/errors.ts';
import type { TakenIn } from '../../shared/live/take-in.ts';
import type { Observed } from '../../shared/pipeline/observe-object.ts';
import type { ObjectRef } from '../../shared/pipeline/ports.ts';
import { type NewObject, objectsInBody } from './objects-in.ts';

/** A message of the queue. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** How often it was received, this time included. */
  readonly receives: number;
}

export interface MessageDeps {
  takeIn(refs: readonly ObjectRef[]): Promise<TakenIn>;
  bury(letter: DeadLetter): Promise<void>;
  /** From this receive on a message that fails is put among the dead letters with its reason, before SQS does it without. */
  readonly maxReceives: number;
  /** Says what failed and will be tried again. */
  readonly onFailure: (message: Message, reason: string) => void;
}

/** A message with the objects that it tells of. */
interface Opened {
  readonly message: Message;
  readonly objects: readonly NewObject[];
}

/**
 * Takes in the objects of messages, as one batch. Gives the ids of messages that must come again; what never can succeed is put
 * among the dead letters with its reason. What can be read of a broken object is kept.
 */
export async function takeMessages(messages: readonly Message[], deps: MessageDeps): Promise<string[]> {
  const opened: Opened[] = [];
  for (const message of messages) {
    try {
      opened.push({ message, objects: objectsInBody(message.body) });
    } catch (error) {
      await deps.bury({ body: message.body, reason: messageOf(error), object: undefined });
    }
  }
  return takeOpened(opened, deps);
}

async function takeOpened(opened: readonly Opened[], deps: MessageDeps): Promise<string[]> {
  const keys = [...new Set(opened.flatMap(({ objects }) => objects.map(({ key }) => key)))];
  if (keys.length === 0) return [];
  let taken: TakenIn;
  try {
    taken = await deps.takeIn(keys.map((key) => ({ key })));
  } catch (error) {
    return afterFailure(opened, error, deps);
  }
  const outcomes = new Map(taken.objects.map((object) => [object.key, object]));
  const again: string[] = [];
  for (const { message, objects } of opened) {
    const failures = objects.flatMap(({ key }) => outcomes.get(key) ?? []).filter(isFailed);
    // As long as one may still succeed the message comes again, whatever is wrong with the others.
    const failed = failures.find((one) => isTransient(one.error)) ?? failures[0];
    if (failed === undefined) continue;
    const reason = [...(failed.error === undefined ? [] : [messageOf(failed.error)]), ...failed.problems].join('; ');
    if (!(await handled(message, failed.key, reason, isTransient(failed.error), deps))) again.push(message.id);
  }
  return again;
}

/** One message that breaks must not take the others with it: they are tried one by one. */
async function afterFailure(opened: readonly Opened[], error: unknown, deps: MessageDeps): Promise<string[]> {
  const [only, ...others] = opened;
  if (only === undefined) return [];
  if (others.length > 0) {
    const again: string[] = [];
    for (const one of opened) again.push(...(await takeOpened([one], deps)));
    return again;
  }
  const object = only.objects[0]?.key;
  return (await handled(only.message, object, messageOf(error), true, deps)) ? [] : [only.message.id];
}

/** Whether nothing more is to be done about a message: it lies among the dead letters. */
async function handled(
  message: Message,
  object: string | undefined,
  reason: string,
  mayTryAgain: boolean,
  { bury, maxReceives, onFailure }: MessageDeps,
): Promise<boolean> {
  if (mayTryAgain && message.receives < maxReceives) {
    onFailure(message, reason);
    return false;
  }
  await bury({ body: message.body, reason, object });
  return true;
}

function isFailed({ error, problems }: Observed): boolean {
  return error !== undefined || problems.length > 0;
}

/** Only what is known to be for good is not tried again. */
function isTransient(error: unknown): boolean {
  return error !== undefined && !(error instanceof GatetrailError && error.kind === 'input');
}
