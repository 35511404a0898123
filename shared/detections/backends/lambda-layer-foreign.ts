import { filled } from '../../cloudtrail/field.ts';
import { functionName } from '../../settings/names.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record, role } from '../example.ts';
import { layersIn, layersOf } from './layers.ts';

const layer = (account: string, name = 'tracer', version = 1) =>
  `arn:aws:lambda:eu-central-1:${account}:layer:${name}:${version}`;

function configure(layers: unknown, difference = {}, name = 'UpdateFunctionConfiguration20150331v2') {
  return record('lambda', name, { params: { functionName: 'orders', layers }, ...difference });
}

export default defineDetection({
  id: 'lambda-layer-foreign',
  topic: 'B',
  title: 'Layer of a foreign account attached to a function',
  severity: 'high',
  attack: ['T1648'],
  why: "A layer's code runs inside the function with its role, its environment and its requests. Its owner can read and change all of them.",
  benign: ["A vendor's monitoring layer: put its account on the trust list"],
  runbook: [
    'Ask {principal} whose layer this is; the reason names the account.',
    'Look into it: aws lambda get-layer-version-by-arn --region {region} --arn LAYER_ARN --query Content.Location --output text (a link to the code).',
    'If not meant, set the layers that were there before ({before}): aws lambda update-function-configuration --function-name {target} --region {region} --layers ....',
    "Treat the function's role and the secrets in its environment as read: rotate them, and see what the role did since {time}.",
    'If it is a vendor, add the account to accounts.trusted in gatetrail.yml.',
  ],
  on: { source: 'lambda', names: ['CreateFunction', 'UpdateFunctionConfiguration'] },
  match: (event) => {
    const name = functionName(filled(event.params, 'functionName'));
    const layers = layersOf(event).filter(({ account }) => account !== event.account);
    if (name === undefined || layers.length === 0) return false;
    return {
      target: name,
      resource: `function ${name}`,
      what: `attached layer ${layers.map((one) => `${one.name} of account ${one.account}`).join(', ')} to function ${name}`,
      foreign: { accounts: layers.map(({ account }) => account), severity: 'high', required: true },
    };
  },
  state: {
    changed: {
      settings: ['lambda.function.layers'],
      judge: ({ before, now }) => {
        if (before === undefined) return {};
        if (before === now) return 'quiet';
        const known = new Set(layersIn(before).map(({ account, name }) => `${account}:${name}`));
        const fresh = layersIn(now).filter(({ account, name }) => !known.has(`${account}:${name}`));
        return fresh.length === 0 ? { severity: 'low', reason: 'it had other versions of the same layers before' } : {};
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'attached to a function', severity: 'high', records: [configure([layer(FOREIGN)])] },
      {
        title: 'from the start',
        severity: 'high',
        records: [configure([layer(FOREIGN)], { by: role() }, 'CreateFunction20150331')],
      },
      {
        title: 'beside a known one',
        severity: 'high',
        records: [
          configure([layer('111111111111', 'common')], { minute: -600 }),
          configure([layer('111111111111', 'common'), layer(FOREIGN)]),
        ],
      },
      {
        title: 'a new version of a layer it had',
        severity: 'low',
        records: [configure([layer(FOREIGN)], { minute: -600 }), configure([layer(FOREIGN, 'tracer', 2)])],
      },
    ],
    quiet: [
      { title: 'an own layer', records: [configure([layer('111111111111')])] },
      { title: 'a trusted vendor', trusted: [FOREIGN], records: [configure([layer(FOREIGN)])] },
      { title: "AWS's own Lambda Insights", records: [configure([layer('580247275435', 'LambdaInsightsExtension')])] },
      { title: 'no layers left', records: [configure([])] },
      { title: 'denied', records: [configure([layer(FOREIGN)], { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
