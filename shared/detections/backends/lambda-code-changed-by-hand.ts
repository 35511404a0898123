import { byHand } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { daily, iamUser, person, ROOT, record, role } from '../example.ts';
import { codeOf, functionKey } from './lambda-code-changed.ts';

function update(by: Record<string, unknown>, difference = {}, more = {}) {
  const params = { functionName: 'orders', publish: true, dryRun: false, ...more };
  return record('lambda', 'UpdateFunctionCode20150331v2', { by, params, ...difference });
}

export default defineDetection({
  id: 'lambda-code-changed-by-hand',
  topic: 'B',
  title: 'Function code replaced outside a deployment',
  severity: 'medium',
  attack: ['T1648'],
  why: 'Code that comes with a long-term key or through the console passed no review and no pipeline. It runs with the role of the function and sees every request.',
  benign: ['A developer tries something out', 'A pipeline that still uses an IAM user'],
  runbook: [
    'Ask {principal} whether they made the call (key {key}, from {ip}), and which release it was.',
    'Compare the code with the last release: aws lambda get-function --function-name {target} --region {region} --query "[Configuration.CodeSha256,Code.Location]".',
    'If not meant, publish the last good package again: aws lambda update-function-code --function-name {target} --region {region} --s3-bucket BUCKET --s3-key KEY.',
    'See what the role of the function did since {time}: aws lambda get-function-configuration --function-name {target} --region {region} --query Role.',
    'If the key is stolen: aws iam update-access-key --status Inactive --access-key-id {key} --user-name {principal}.',
  ],
  on: { source: 'lambda', names: ['UpdateFunctionCode'] },
  match: (event) => {
    const name = codeOf(event);
    const hand = byHand(event);
    if (name === undefined || hand === undefined) return false;
    return {
      target: name,
      resource: `function ${name}`,
      what: `replaced the code of function ${name} ${hand}`,
      ...(hand === 'as root' ? { severity: 'high' } : {}),
    };
  },
  state: {
    firstSeen: {
      subject: functionKey,
      value: (event) => event.principal.key,
      noun: 'deployer by hand',
      learnDays: 1,
      learning: 'medium',
      known: 'low',
    },
  },
  examples: () => ({
    fires: [
      { title: 'with a long-term key, nothing known', severity: 'medium', records: [update(iamUser())] },
      {
        title: 'in the console',
        severity: 'medium',
        records: [update(person(), { also: { sessionCredentialFromConsole: 'true' } })],
      },
      {
        title: 'a second user of a function that one deploys',
        severity: 'medium',
        records: [
          ...daily(1, (minute) => update(iamUser(), { minute })),
          update(iamUser('eve', 'AKIAEXAMPLEEXAMPLE2')),
        ],
      },
      {
        title: 'as root, where a user deploys',
        severity: 'high',
        records: [...daily(3, (minute) => update(iamUser(), { minute })), update(ROOT)],
      },
      {
        title: 'as on the days before',
        severity: 'low',
        records: [...daily(3, (minute) => update(iamUser(), { minute })), update(iamUser())],
      },
    ],
    quiet: [
      { title: 'a pipeline', records: [update(role())] },
      { title: 'a person without the console', records: [update(person())] },
      {
        title: 'CloudFormation, for a user',
        records: [
          update({
            ...iamUser('dev', 'ASIAEXAMPLEEXAMPLE09'),
            invokedBy: 'cloudformation.amazonaws.com',
          }),
        ],
      },
      { title: 'a dry run', records: [update(iamUser(), {}, { dryRun: true })] },
    ],
  }),
});
