import { defineDetection } from '../define.ts';
import { burst, restApi, role } from '../example.ts';

const gone = (restApiId: string, difference = {}) => restApi('DeleteRestApi', { restApiId }, undefined, difference);

export default defineDetection({
  id: 'apigw-deleted-many',
  topic: 'D',
  title: 'Several APIs deleted within minutes',
  severity: 'critical',
  attack: ['T1485'],
  why: 'One API at a time is a teardown. Several in a row is somebody taking the platform down, and every minute costs another.',
  benign: ['A whole environment is taken down'],
  runbook: [
    'Stop it first: deactivate key {key} of {principal}, or revoke the sessions of the role, then ask.',
    'See what is left: aws apigateway get-rest-apis --region {region}; aws apigatewayv2 get-apis --region {region}.',
    'See all that was deleted: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
    'Build the APIs again from their templates; new ones have new ids, so custom domains, usage plans and web ACLs must be joined anew.',
  ],
  on: { source: 'apigateway', names: ['DeleteRestApi', 'DeleteApi', 'DeleteStage'] },
  match: (event) => ({ what: `deleted several APIs or their stages, at last ${event.api?.resource}` }),
  state: {
    count: {
      subject: (event) => event.principal.key,
      // An API and its stages are one: taking one API down is no rampage.
      distinct: (event) => event.api?.apiId,
      atLeast: 3,
      withinMinutes: 10,
      noun: 'APIs deleted or without a stage',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'three APIs in four minutes',
        severity: 'critical',
        records: burst(3, (index, minute) => gone(`api${index}`, { minute }), 2),
      },
      {
        title: 'even by a pipeline',
        severity: 'critical',
        records: burst(3, (index, minute) =>
          gone(`api${index}`, { minute, by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ),
      },
    ],
    quiet: [
      { title: 'two', records: burst(2, (index, minute) => gone(`api${index}`, { minute })) },
      {
        title: 'one API with its stages',
        records: [
          ...burst(4, (index, minute) =>
            restApi('DeleteStage', { restApiId: 'api1', stageName: `s${index}` }, undefined, { minute }),
          ),
          gone('api1', { minute: 1 }),
        ],
      },
      {
        title: 'within ten minutes all but the first',
        records: burst(3, (index, minute) => gone(`api${index}`, { minute }), 5),
      },
      {
        title: 'three that failed',
        records: burst(3, (index, minute) => gone(`api${index}`, { minute, error: { code: 'NotFoundException' } })),
      },
    ],
  }),
});
