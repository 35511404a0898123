import { type DynamoDBClient, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';

/** What a client was asked, by the name of the command, the SDK's own retries included. */
export type Calls = Map<string, number>;

/** Lets the network fail before or after a request, below the SDK's retries: `decide` is told the command and how often any was sent. */
export function meddle(
  client: DynamoDBClient,
  decide: (command: string, call: number) => 'pass' | 'throttle' | 'lose the answer',
): Calls {
  const calls: Calls = new Map();
  let call = 0;
  client.middlewareStack.add(
    (next, context) => async (given) => {
      const command = context.commandName ?? '';
      call += 1;
      calls.set(command, (calls.get(command) ?? 0) + 1);
      const what = decide(command, call);
      if (what === 'throttle')
        throw new ProvisionedThroughputExceededException({ message: 'slow down', $metadata: { httpStatusCode: 400 } });
      const answer = await next(given);
      if (what === 'pass') return answer;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
    },
    { step: 'finalizeRequest', priority: 'low', name: 'meddling' },
  );
  return calls;
}
