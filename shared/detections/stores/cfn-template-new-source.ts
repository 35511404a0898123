import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { firstIn } from './newcomer.ts';

function stack(bucket: string, difference = {}, name = 'CreateStack') {
  const templateURL = `https://${bucket}.s3.eu-central-1.amazonaws.com/orders/template.json`;
  return record('cloudformation', name, { params: { stackName: 'orders', templateURL }, ...difference });
}
const usual = daily(6, (minute) => stack('cf-templates-abc123-eu-central-1', { minute }));

const VIRTUAL = /^https:\/\/([^/]{3,63}?)\.s3[.-][\w.-]*amazonaws\.com/;
const BY_PATH = /^https:\/\/s3[\w.-]*\.amazonaws\.com(?:\.cn)?\/([^/]{3,63})/;

/** The bucket of a template, from either form of its URL; CDK's and the console's own buckets count like any other. */
function bucketOf(event: TrailEvent): string | undefined {
  const url = filled(event.params, 'templateURL')?.slice(0, 1024) ?? '';
  return (BY_PATH.exec(url) ?? VIRTUAL.exec(url))?.[1];
}

export default defineDetection({
  id: 'cfn-template-new-source',
  topic: 'X',
  title: 'Stack built from a new template source',
  severity: 'medium',
  attack: ['T1204'],
  why: 'A template from a stranger can hold a role that lets the sender in; links that open the console with one filled in are sent by mail.',
  benign: ['A vendor is connected with its own template', 'Deploys move to a new artifact bucket'],
  runbook: [
    'Ask {principal} where the template came from; is bucket {target} yours? aws s3api list-buckets --query "Buckets[].Name".',
    'Read what it made: aws cloudformation get-template --stack-name STACK --region {region}; look at roles with a foreign Principal, functions and policies.',
    'If it is not wanted: aws cloudformation delete-stack --stack-name STACK --region {region}, then look for what the role was used for since {time}.',
  ],
  on: {
    source: 'cloudformation',
    names: ['CreateStack', 'UpdateStack', 'CreateChangeSet', 'CreateStackSet', 'UpdateStackSet'],
  },
  match: (event) => {
    const bucket = bucketOf(event);
    if (bucket === undefined) return false;
    const stackName = filled(event.params, 'stackName') ?? filled(event.params, 'stackSetName') ?? '(unknown)';
    const match = {
      what: `built stack ${stackName} from bucket ${bucket}`,
      resource: `stack ${stackName}`,
      target: bucket,
    };
    // Tools that deploy make a bucket of their own for each region or service.
    return { ...match, ...shipped(event) };
  },
  state: { firstSeen: firstIn(bucketOf, 'template bucket', 'quiet') },
  examples: () => ({
    fires: [
      { title: 'a bucket never used before', severity: 'medium', records: [...usual, stack('vendor-templates')] },
      {
        title: 'in a change set, by path',
        severity: 'medium',
        records: [
          ...usual,
          record('cloudformation', 'CreateChangeSet', {
            params: { stackName: 'orders', templateURL: 'https://s3.amazonaws.com/vendor-templates/t.json' },
          }),
        ],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [...usual, stack('cdk-assets-us-east-1', { by: role() })],
      },
    ],
    quiet: [
      {
        title: 'the usual bucket, by somebody else',
        records: [...usual, stack('cf-templates-abc123-eu-central-1', { by: role() }, 'UpdateStack')],
      },
      { title: 'the first days', records: [stack('vendor-templates')] },
      {
        title: 'a template that is sent along',
        records: [...usual, record('cloudformation', 'CreateStack', { params: { stackName: 'orders' } })],
      },
    ],
  }),
});
