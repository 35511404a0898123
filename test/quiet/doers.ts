import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { ACCOUNT, type Difference, iamUser, person, role } from '../../shared/detections/example.ts';
import { type Act, asked, work } from './acts.ts';

const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 terraform-provider-aws/6.11.0 aws-sdk-go-v2/1.38.3';
const SERVERLESS = 'aws-sdk-nodejs/2.1692.0 linux/v20.19.4 callback';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const OFFICE = '198.51.100.10';
const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;

/** The role of a GitHub workflow; each run has a runner, an address and a session of its own. */
export function pipelineRun(run: number, name = 'github-terraform', agent = TERRAFORM): Difference {
  const by = role(name, 'GitHubActions', `ASIARUN${String(run).padStart(13, '0')}`);
  const context = by['sessionContext'] as Record<string, unknown>;
  const webIdFederationData = { federatedProvider: GITHUB, attributes: {} };
  return { by: { ...by, sessionContext: { ...context, webIdFederationData } }, ip: runnerIp(run), agent };
}

const runnerIp = (run: number): string => `203.0.113.${(run % 250) + 1}`;

/** A workflow's run: it takes its role, then acts. */
export function workflow(run: number, minute: number, acts: readonly Act[], name = 'github-terraform'): RawRecord[] {
  const subject = `repo:example-org/${name}:ref:refs/heads/main`;
  const federated = {
    by: {
      type: 'WebIdentityUser',
      principalId: `${GITHUB}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: GITHUB,
    },
    ip: runnerIp(run),
    agent: 'configure-aws-credentials-for-github-actions',
  };
  const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const accessKeyId = `ASIARUN${String(run).padStart(13, '0')}`;
  const login = asked(
    'sts:AssumeRoleWithWebIdentity',
    { roleArn: arn, roleSessionName: 'GitHubActions', durationSeconds: 3600 },
    {
      credentials: { accessKeyId, sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      subjectFromWebIdentityToken: subject,
      assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/GitHubActions` },
      provider: GITHUB,
      audience: 'sts.amazonaws.com',
    },
  );
  return [...work(federated, minute, [login]), ...work(pipelineRun(run, name), minute + 0.5, acts)];
}

/** CloudFormation with the execution role of the CDK. */
export const CLOUDFORMATION: Difference = {
  by: {
    ...role(`cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-eu-central-1`, 'AWSCloudFormation', 'ASIACDKEXECEXAMPLE01'),
    invokedBy: 'cloudformation.amazonaws.com',
  },
  ip: 'cloudformation.amazonaws.com',
  agent: 'cloudformation.amazonaws.com',
};

/** The Serverless Framework, with the key of an IAM user on a build server. */
export const SERVERLESS_USER: Difference = {
  by: iamUser('serverless-deploy', 'AKIAEXAMPLESERVERLES'),
  ip: '198.51.100.40',
  agent: SERVERLESS,
};
/** What CloudFormation does for that user. */
export const SERVERLESS_STACK: Difference = {
  by: { ...iamUser('serverless-deploy', 'ASIAEXAMPLESERVERLES'), invokedBy: 'cloudformation.amazonaws.com' },
  ip: 'cloudformation.amazonaws.com',
  agent: 'cloudformation.amazonaws.com',
};

/** A person in the console, signed in through Identity Center. */
export function inConsole(name: string, permissionSet: string): Difference {
  const by = {
    ...person(name, permissionSet),
    accessKeyId: `ASIA${permissionSet.toUpperCase().padEnd(16, 'X').slice(0, 16)}`,
  };
  return { by, ip: OFFICE, agent: BROWSER, also: { sessionCredentialFromConsole: 'true' } };
}
export const desk = inConsole('desk@example.com', 'HelpDesk');
/** The same person with the CLI. */
export const inTerminal = (name: string, permissionSet: string): Difference => ({
  by: person(name, permissionSet),
  ip: OFFICE,
  agent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux',
});

/** A role session of a machine; services hand out keys by themselves and their calls carry no address of a person. */
export const machine = (name: string, session: string, ip: string, agent: string): Difference => ({
  by: role(
    name,
    session,
    `ASIA${name
      .toUpperCase()
      .replaceAll(/[^A-Z]/g, '')
      .padEnd(16, 'Q')
      .slice(0, 16)}`,
  ),
  ip,
  agent,
});

/** A service-linked role at work. */
export const serviceRole = (name: string, service: string): Difference => ({
  by: {
    ...role(name, service.split('.')[0] ?? service, `ASIA${name.toUpperCase().slice(-16)}`),
    invokedBy: service,
  },
  ip: service,
  agent: service,
});

/** A service itself. */
export const service = (name: string): Difference => ({
  by: { type: 'AWSService', invokedBy: name },
  ip: name,
  agent: name,
});
