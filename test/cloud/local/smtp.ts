import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends one mail by SMTP (RFC 5321) to a server of this machine. Throws what the server answered where it refuses. */
export async function sendMail(port: number, mail: OutgoingMail): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const failed = once(socket, 'error').then(([error]) => Promise.reject(error));
  // Only awaited together with what the server says.
  failed.catch(() => {});
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const expect = async (code: string): Promise<void> => {
    for (;;) {
      const { value = '', done } = await Promise.race([lines.next(), failed]);
      if (done === true || !value.startsWith(code)) throw new Error(`SMTP: expected ${code}, got ${value}`);
      if (value.charAt(3) !== '-') return;
    }
  };
  try {
    await expect('220');
    for (const command of ['EHLO local', `MAIL FROM:<${mail.from}>`, `RCPT TO:<${mail.to}>`]) {
      socket.write(`${command}\r\n`);
      await expect('250');
    }
    socket.write('DATA\r\n');
    await expect('354');
    socket.write(`${messageOf(mail)}\r\n.\r\n`);
    await expect('250');
  } finally {
    socket.end('QUIT\r\n');
  }
}

/** Base64 has no line that begins with a dot, so none needs to be stuffed. */
function messageOf({ from, to, subject, text }: OutgoingMail): string {
  const body = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
  return [
    `From: AWS Notifications <${from}>`,
    `To: ${to}`,
    `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
  ].join('\r\n');
}
