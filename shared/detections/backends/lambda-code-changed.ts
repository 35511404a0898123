import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { functionName } from '../../settings/names.ts';
import { byHand } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { daily, iamUser, person, record, role } from '../example.ts';

/** The function whose code a call replaces; undefined for a dry run. */
export function codeOf(event: TrailEvent): string | undefined {
  return flag(event.params, 'dryRun') === true ? undefined : functionName(filled(event.params, 'functionName'));
}

/** A function, wherever the same name may exist again. */
export function functionKey(event: TrailEvent): string | undefined {
  const name = codeOf(event);
  return name === undefined ? undefined : `${event.account}/${event.region}/${name}`;
}

function update(by: Record<string, unknown>, difference = {}, more = {}) {
  const params = { functionName: 'orders', publish: true, dryRun: false, ...more };
  return record('lambda', 'UpdateFunctionCode20150331v2', { by, params, ...difference });
}

export default defineDetection({
  id: 'lambda-code-changed',
  topic: 'B',
  title: 'Function code changed by someone new to it',
  severity: 'medium',
  attack: ['T1648'],
  why: 'Whoever replaces the code of a backend or authorizer answers for it, sees its requests and acts with its role.',
  benign: ['A new pipeline or deploy role', 'A hot fix by a developer who never deployed this function'],
  runbook: [
    'Ask {principal} which release this was; compare the code with it: aws lambda get-function --function-name {target} --region {region} --query "[Configuration.CodeSha256,Code.Location]".',
    'If not meant, publish the last good package again: aws lambda update-function-code --function-name {target} --region {region} --s3-bucket BUCKET --s3-key KEY (or point the alias back to the version before).',
    'See what the function may do and what its role did since {time}: aws lambda get-function-configuration --function-name {target} --region {region} --query Role.',
    'See which APIs it serves or guards: aws lambda get-policy --function-name {target} --region {region}.',
  ],
  on: { source: 'lambda', names: ['UpdateFunctionCode'] },
  match: (event) => {
    const name = codeOf(event);
    // By hand: see lambda-code-changed-by-hand, which does not wait until something is learnt.
    if (name === undefined || byHand(event) !== undefined) return false;
    return { target: name, resource: `function ${name}`, what: `replaced the code of function ${name}` };
  },
  state: {
    firstSeen: {
      subject: functionKey,
      value: (event) => event.principal.key,
      noun: 'deployer',
      learnDays: 3,
      learning: 'low',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'another role than in the last five days',
        severity: 'medium',
        records: [...daily(3, (minute) => update(role(), { minute })), update(role('support'))],
      },
      {
        title: 'a person, where a pipeline deploys',
        severity: 'medium',
        records: [...daily(5, (minute) => update(role(), { minute })), update(person())],
      },
      { title: 'nothing known of the function', severity: 'low', records: [update(role())] },
    ],
    quiet: [
      { title: 'a dry run', records: [update(role('support'), {}, { dryRun: true })] },
      { title: 'with a long-term key: the other detection', records: [update(iamUser())] },
      { title: 'denied', records: [update(role('support'), { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
