import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount } from '../../cloudtrail/field.ts';
import { sets } from '../../cloudtrail/patch.ts';
import { byCode } from '../../settings/writer.ts';
import { defineSequence } from '../define.ts';
import { iamUser, patch, restApi, role } from '../example.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const stage = { ...api, stageName: 'prod' };
const byUser = { by: iamUser() };
const deployed = (minute: number, difference = {}) =>
  restApi('CreateDeployment', api, { description: 'fix' }, { minute, ...byUser, ...difference });
const canary = (percent: string, minute: number, of = stage) =>
  patch(
    'UpdateStage',
    of,
    [
      ['replace', '/canarySettings/percentTraffic', percent],
      ['replace', '/canarySettings/deploymentId', 'd1e2p3'],
    ],
    { minute, ...byUser },
  );

/** A share so small that few callers complain. */
const SMALL = 20;

function percentOf({ api: call }: TrailEvent): number | undefined {
  const patched = call?.patched('/canarySettings/percentTraffic').findLast(sets)?.value;
  return amount(patched) ?? amount(call?.input, 'canarySettings', 'percentTraffic');
}

export default defineSequence({
  id: 'seq-api-canary-hijack',
  topic: 'B',
  title: 'Small share of callers sent to a hand-made deployment',
  severity: 'high',
  attack: ['T1565.002', 'T1036'],
  why: 'A canary gives a few callers another API under the same address. Tests and dashboards see the old one, and nobody notices the rest.',
  benign: ['A careful release by hand'],
  runbook: [
    'Ask {principal} what the canary of {api} is for.',
    'See what it runs: aws apigateway get-stage --rest-api-id {api} --stage-name STAGE --region {region} (canarySettings), and compare that deployment with the stage’s: aws apigateway get-export for each.',
    'Take it away: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --patch-operations op=remove,path=/canarySettings --region {region}.',
    'Callers that met it are marked in the access log by $context.isCanaryRequest, where the format has it.',
  ],
  key: 'api',
  withinHours: 24,
  ordered: false,
  steps: [
    {
      title: 'deployment made by hand',
      on: { source: 'apigateway', names: ['CreateDeployment'] },
      match: (event) => (byCode(event) ? false : { what: `deployed ${event.api?.resource} by hand` }),
    },
    {
      title: 'few callers sent to it',
      on: { source: 'apigateway', names: ['UpdateStage'] },
      match: (event) => {
        const percent = percentOf(event) ?? 0;
        const small = percent > 0 && percent < SMALL && !byCode(event);
        return small && { what: `sent ${percent} % of the callers of ${event.api?.resource} to another deployment` };
      },
    },
  ],
  examples: () => ({
    fires: [
      { title: 'five percent', severity: 'high', records: [deployed(0), canary('5.0', 10)] },
      { title: 'the share set first', severity: 'high', records: [canary('1', 0), deployed(60)] },
    ],
    quiet: [
      { title: 'half of the callers', records: [deployed(0), canary('50.0', 10)] },
      { title: 'the canary ended', records: [deployed(0), canary('0', 10)] },
      {
        title: 'a deployment of the pipeline',
        records: [deployed(0, { by: role('ci'), agent: 'HashiCorp Terraform/1.13' }), canary('5.0', 10)],
      },
      { title: 'of another API', records: [deployed(0), canary('5.0', 10, { ...stage, restApiId: 'z9y8x7w6v5' })] },
      { title: 'days apart', records: [deployed(0), canary('5.0', 3000)] },
    ],
  }),
});
