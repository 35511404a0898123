import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { LocalAws } from './aws.ts';
import { sendMail } from './smtp.ts';
import type { Published } from './sns.ts';

/** A mail as it was received. */
export interface Mail {
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** Catches every mail; none goes further. */
export interface MailCatcher {
  readonly port: number;
  readonly mails: readonly Mail[];
  close(): Promise<void>;
}

export async function startMailCatcher(onMail: (mail: Mail) => void = () => {}): Promise<MailCatcher> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, { envelope }, callback) {
      simpleParser(stream).then(({ subject = '', text = '' }) => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const mail = { to: envelope.rcptTo.map(({ address }) => address), from, subject, text };
        mails.push(mail);
        onMail(mail);
        callback();
      }, callback);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** SNS's own e-mail: every message of a topic to every address that has subscribed. */
export interface MailSubscriptions {
  subscribe(topicArn: string, address: string): void;
  /** Resolves when nothing is on its way. Throws what could not be sent. */
  idle(): Promise<void>;
}

/** The emulator accepts subscriptions by e-mail and never delivers; so we do. Filter policies are not looked at. */
export function deliverMail(aws: LocalAws, port: number): MailSubscriptions {
  const subscriptions: { readonly topicArn: string; readonly address: string }[] = [];
  let sending: Promise<unknown> = Promise.resolve();
  aws.events.on('published', (message: Published) => {
    for (const { topicArn, address } of subscriptions) {
      if (topicArn !== message.topicArn) continue;
      const mail = {
        from: 'no-reply@sns.amazonaws.com',
        to: address,
        subject: message.subject ?? 'AWS Notification Message',
        text: message.body('email'),
      };
      sending = sending.then(() => sendMail(port, mail));
      // Whoever waits until all is sent is told.
      sending.catch(() => {});
    }
  });
  return {
    subscribe: (topicArn, address) => void subscriptions.push({ topicArn, address }),
    idle: async () => void (await sending),
  };
}
