import { filled } from '../../cloudtrail/field.ts';
import { functionName } from '../../settings/names.ts';
import { byHand } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { iamUser, person, record, role } from '../example.ts';
import { layersIn, layersOf } from './layers.ts';

const layer = (name: string, version = 1) => `arn:aws:lambda:eu-central-1:111111111111:layer:${name}:${version}`;

function configure(layers: unknown, difference = {}) {
  return record('lambda', 'UpdateFunctionConfiguration20150331v2', {
    params: { functionName: 'arn:aws:lambda:eu-central-1:111111111111:function:orders', layers },
    ...difference,
  });
}

const had = (...names: string[]) =>
  record('lambda', 'CreateFunction20150331', {
    minute: -600,
    params: { functionName: 'orders', layers: names.map((name) => layer(name)) },
  });

export default defineDetection({
  id: 'lambda-layer-attached',
  topic: 'B',
  title: 'Layer attached to a function',
  severity: 'low',
  attack: ['T1648'],
  why: "A layer can wrap the runtime: its code sees every request, secret and credential of the function, and the function's own code shows nothing of it.",
  benign: ['A monitoring extension or shared library that a developer adds'],
  runbook: [
    'Ask {principal} what the layer is for; it was attached outside a deployment.',
    'See who published it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=PublishLayerVersion20181031 --start-time {time-1d} --end-time {time+1h}.',
    'Look into it: aws lambda get-layer-version-by-arn --region {region} --arn LAYER_ARN --query Content.Location --output text (a link to the code); a folder extensions/ or a wrapper script starts with the runtime.',
    'If not meant, set the layers that were there before ({before}): aws lambda update-function-configuration --function-name {target} --region {region} --layers ....',
    "Rotate what the function's environment held and see what its role did since {time}.",
  ],
  on: { source: 'lambda', names: ['UpdateFunctionConfiguration'] },
  match: (event) => {
    const name = functionName(filled(event.params, 'functionName'));
    // Layers of other accounts: see lambda-layer-foreign.
    const layers = layersOf(event).filter(({ account }) => account === event.account);
    if (name === undefined || layers.length === 0) return false;
    const hand = byHand(event);
    return {
      target: name,
      resource: `function ${name}`,
      what: `attached layer ${layers.map((one) => one.name).join(', ')} to function ${name}`,
      ...(hand === undefined ? {} : { severity: 'medium', reasons: [`done ${hand}, not by a deployment`] }),
    };
  },
  state: {
    changed: {
      settings: ['lambda.function.layers'],
      judge: ({ before, now }) => {
        if (before === undefined) return { reason: 'which layers it had before is not known' };
        const known = new Set(layersIn(before).map(({ name }) => name));
        const fresh = layersIn(now).filter(({ name }) => !known.has(name));
        if (fresh.length > 0) return { reason: `new to it: ${fresh.map(({ name }) => name).join(', ')}` };
        return before === now || layersIn(now).length < layersIn(before).length
          ? 'quiet'
          : { severity: 'low', reason: 'other versions of layers that it had' };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'with a long-term key', severity: 'medium', records: [configure([layer('ext')], { by: iamUser() })] },
      {
        title: 'in the console, to a function without layers',
        severity: 'medium',
        records: [
          configure([], { minute: -600 }),
          configure([layer('ext')], { by: person(), also: { sessionCredentialFromConsole: 'true' } }),
        ],
      },
      { title: 'by a deployment', severity: 'low', records: [configure([layer('common')], { by: role() })] },
      {
        title: 'a new version',
        severity: 'low',
        records: [had('common'), configure([layer('common', 2)], { by: iamUser() })],
      },
      {
        title: 'beside one that it had',
        severity: 'medium',
        records: [had('common'), configure([layer('common'), layer('ext')], { by: iamUser() })],
      },
    ],
    quiet: [
      { title: 'the layer it had', records: [had('common'), configure([layer('common')], { by: iamUser() })] },
      {
        title: 'one of two taken away, the other in a new version',
        records: [had('common', 'ext'), configure([layer('common', 2)], { by: iamUser() })],
      },
      { title: 'all layers taken away', records: [configure([], { by: iamUser() })] },
      {
        title: 'only the layers are not touched',
        records: [
          record('lambda', 'UpdateFunctionConfiguration20150331v2', {
            by: iamUser(),
            params: { functionName: 'orders', timeout: 10 },
            response: { layers: [{ arn: layer('common') }] },
          }),
        ],
      },
      { title: 'denied', records: [configure([layer('ext')], { by: iamUser(), error: { code: 'AccessDenied' } })] },
    ],
  }),
});
