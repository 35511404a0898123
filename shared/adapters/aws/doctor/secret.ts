import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type Answer, ask, unanswered } from './ask.ts';
import { type Line, ok, problem } from './line.ts';

/** Where Slack's credentials are. Only whether it is there: its value is never read. */
export interface SecretFacts {
  readonly name: string;
  /** Undefined: there is none of this name. */
  readonly kind: Answer<string | undefined>;
}

/** `name`: of an SSM parameter, or the ARN of a secret. */
export async function askSecret(
  clients: { readonly ssm: SSMClient; readonly secrets: SecretsManagerClient },
  name: string,
): Promise<SecretFacts> {
  if (name.startsWith('arn:'))
    return {
      name,
      kind: await ask('secretsmanager:DescribeSecret', async () => {
        const { DeletedDate } = await clients.secrets.send(new DescribeSecretCommand({ SecretId: name }));
        return DeletedDate === undefined ? 'Secret' : undefined;
      }),
    };
  const kind = await ask('ssm:DescribeParameters', async () => {
    const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [name] }];
    return (await clients.ssm.send(new DescribeParametersCommand({ ParameterFilters }))).Parameters?.[0]?.Type;
  });
  return { name, kind };
}

export function judgeSecret({ name, kind }: SecretFacts): Line[] {
  const check = `Slack secret ${name}`;
  const put = `aws ssm put-parameter --name ${name} --type SecureString --value file://slack.json`;
  if (kind.is !== 'known') return [unanswered(check, kind, { text: 'does not exist', advice: put })];
  if (kind.value === undefined) return [problem(check, 'does not exist: no alert reaches Slack', put)];
  if (kind.value !== 'SecureString' && kind.value !== 'Secret')
    return [
      problem(
        check,
        `is a ${kind.value}: anyone who may read parameters reads it in clear`,
        `${put} --overwrite, then rotate the token`,
      ),
    ];
  return [ok(check, `exists (${kind.value}; its value was not read)`)];
}
