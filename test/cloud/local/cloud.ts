import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { LAYOUT } from '../../contract/dynalite.ts';
import { ACCOUNT, REGION } from './account.ts';
import { type LocalAws, startAws } from './aws.ts';
import { type LocalLambda, startLambda } from './lambda.ts';
import { deliverMail, type MailCatcher, type MailSubscriptions, startMailCatcher } from './mail.ts';

/** A queue with its dead letters. */
export interface LocalQueue {
  readonly url: string;
  readonly arn: string;
  readonly deadLettersUrl: string;
}

/** Services, functions and mail, all in this process but the functions, all gone after `close`. */
export interface LocalCloud {
  readonly aws: LocalAws;
  readonly lambda: LocalLambda;
  readonly mail: MailCatcher & MailSubscriptions;
  bucket(name: string): Promise<void>;
  put(bucket: string, key: string, body: Uint8Array | string): Promise<void>;
  /** `maxReceives` tries, then a message is among the dead letters. */
  queue(name: string, maxReceives?: number): Promise<LocalQueue>;
  /** Gives its ARN. */
  topic(name: string): Promise<string>;
  /** `raw`: the queue gets the message alone and not SNS's envelope around it. */
  subscribe(topicArn: string, queue: LocalQueue, raw: boolean): Promise<void>;
  /** A table as infra/table.yml makes it. */
  table(name: string): Promise<void>;
  deadLetters(queue: LocalQueue): Promise<Message[]>;
  /** Puts the dead letters back to where they come from, as a redrive does. Gives how many. */
  redrive(queue: LocalQueue): Promise<number>;
  close(): Promise<void>;
}

export async function startCloud(): Promise<LocalCloud> {
  // Each needs the other: a fault kills a process, and a process is told where the services are.
  const lambda: { current?: LocalLambda } = {};
  const aws = await startAws(async (instance) => lambda.current?.kill(instance));
  lambda.current = startLambda(aws.environment);
  const catcher = await startMailCatcher();
  const functions = lambda.current;
  return {
    aws,
    lambda: functions,
    mail: { ...catcher, ...deliverMail(aws, catcher.port) },
    ...resourcesOf(aws),
    ...deadLettersOf(aws),
    close: async () => {
      await functions.close();
      await catcher.close();
      await aws.close();
    },
  };
}

type Resources = Pick<LocalCloud, 'bucket' | 'put' | 'queue' | 'topic' | 'subscribe' | 'table'>;

function resourcesOf({ endpoint, clients: { s3, sns, sqs, dynamodb } }: LocalAws): Resources {
  const createQueue = async (name: string, attributes: Record<string, string>): Promise<string> => {
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    // The emulator's own URL names a host that needs a resolver.
    return `${endpoint}/${ACCOUNT}/${name}`;
  };
  const arnOf = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  return {
    bucket: async (name) => void (await s3.send(new CreateBucketCommand({ Bucket: name }))),
    put: async (bucket, key, body) =>
      void (await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))),
    async queue(name, maxReceives = 5) {
      const deadLettersUrl = await createQueue(`${name}-dead-letters`, {});
      const policy = { deadLetterTargetArn: arnOf(`${name}-dead-letters`), maxReceiveCount: maxReceives };
      const url = await createQueue(name, { RedrivePolicy: JSON.stringify(policy), VisibilityTimeout: '740' });
      return { url, arn: arnOf(name), deadLettersUrl };
    },
    topic: async (name) => (await sns.send(new CreateTopicCommand({ Name: name }))).TopicArn ?? '',
    subscribe: async (TopicArn, { arn }, raw) =>
      void (await sns.send(
        new SubscribeCommand({
          TopicArn,
          Protocol: 'sqs',
          Endpoint: arn,
          Attributes: { RawMessageDelivery: String(raw) },
        }),
      )),
    table: async (name) => void (await dynamodb.send(new CreateTableCommand({ TableName: name, ...LAYOUT }))),
  };
}

function deadLettersOf({ clients: { sqs } }: LocalAws): Pick<LocalCloud, 'deadLetters' | 'redrive'> {
  const receiveAll = async (url: string): Promise<Message[]> => {
    const messages: Message[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 600,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      );
      messages.push(...Messages);
      if (Messages.length < 10) return messages;
    }
  };
  return {
    async deadLetters({ deadLettersUrl }) {
      const messages = await receiveAll(deadLettersUrl);
      for (const { ReceiptHandle } of messages)
        await sqs.send(
          new ChangeMessageVisibilityCommand({ QueueUrl: deadLettersUrl, ReceiptHandle, VisibilityTimeout: 0 }),
        );
      return messages;
    },
    async redrive({ url, deadLettersUrl }) {
      const messages = await receiveAll(deadLettersUrl);
      for (const { Body, MessageAttributes, ReceiptHandle } of messages) {
        await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: Body, MessageAttributes }));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLettersUrl, ReceiptHandle }));
      }
      return messages.length;
    },
  };
}
