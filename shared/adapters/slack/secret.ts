import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { GatetrailError } from '../../errors.ts';

/** A bot, which can have threads and buttons; with `signingSecret` it hears clicks. `escalate`: another channel, for what is pressing. */
const Bot = z.object({
  botToken: z.string().min(1),
  channel: z.string().min(1),
  signingSecret: z.string().min(1).optional(),
  escalate: z.string().min(1).optional(),
});
/** An incoming webhook: posts, and nothing else. */
const Webhook = z.object({ webhookUrl: z.url({ protocol: /^https?$/ }) });
const Secret = z.union([Bot, Webhook]);

export type SlackBot = z.infer<typeof Bot>;
type SlackSecret = z.infer<typeof Secret>;

export interface SecretSource {
  /** What was read in the last five minutes, or is read now. */
  get(): Promise<SlackSecret>;
  /** Read anew: Slack refused what we had, so it may have been changed. */
  renew(): Promise<SlackSecret>;
}

const KEPT = 5 * 60_000;

/** Reads a text by name: a SecureString parameter of SSM, or by its ARN a secret of Secrets Manager. Undefined: it holds none. */
export type ReadSecret = (name: string) => Promise<string | undefined>;

/** The clients find region, credentials and endpoint as every SDK client does. */
export function secretReader(): ReadSecret {
  let ssm: SSMClient | undefined;
  let secrets: SecretsManagerClient | undefined;
  return async (name) => {
    if (/^arn:[^:]+:secretsmanager:/.test(name)) {
      secrets ??= new SecretsManagerClient();
      return (await secrets.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
    }
    ssm ??= new SSMClient();
    return (await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }))).Parameter?.Value;
  };
}

/** The Slack secret, remembered for five minutes. Throws `config` for what is none; its text is in no message. */
export function slackSecret(name: string, read: ReadSecret, now: () => number): SecretSource {
  let kept: { readonly secret: SlackSecret; readonly until: number } | undefined;
  const renew = async (): Promise<SlackSecret> => {
    const secret = parsed(await read(name), name);
    kept = { secret, until: now() + KEPT };
    return secret;
  };
  return { renew, get: async () => (kept !== undefined && now() < kept.until ? kept.secret : renew()) };
}

function parsed(text: string | undefined, name: string): SlackSecret {
  const expected =
    'expected JSON {"botToken":"xoxb-…","channel":"C…","signingSecret":"…"} or {"webhookUrl":"https://…"}';
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    throw new GatetrailError('config', `${name}: ${expected}`);
  }
  const result = Secret.safeParse(value);
  if (!result.success) throw new GatetrailError('config', `${name}: ${expected}`);
  return result.data;
}
