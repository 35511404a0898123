import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, flag } from '../../cloudtrail/field.ts';
import { segments } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';

const PATH = '/*/*/logging/dataTrace';

/** For which methods or routes the call switches tracing on. */
function traced(event: TrailEvent): readonly string[] {
  const { api } = event;
  if (api === undefined) return [];
  const patched = api
    .patched(PATH)
    .filter(({ op, value }) => op !== 'remove' && value?.toLowerCase() === 'true')
    .map(({ path }) => methodWords(segments(path)));
  if (api.version === 1) return patched;
  const routes = Object.entries(fields(at(api.input, 'routeSettings')))
    .filter(([, settings]) => flag(settings, 'dataTraceEnabled') === true)
    .map(([route]) => route);
  return flag(api.input, 'defaultRouteSettings', 'dataTraceEnabled') === true ? ['all routes', ...routes] : routes;
}

function methodWords([resource = '*', verb = '*']: readonly string[]): string {
  if (resource === '*') return verb === '*' ? 'all methods' : `${verb} of all resources`;
  return `${verb === '*' ? 'all methods' : verb} of ${resource}`;
}

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const socketStage = { apiId: 'w1w2w3w4w5', stageName: 'prod' };

export default defineDetection({
  id: 'apigw-data-trace-on',
  topic: 'L',
  title: 'Full requests and responses written to the log',
  severity: 'medium',
  attack: ['T1213'],
  why: 'The execution log then holds bodies and headers, with tokens and personal records: whoever may read the log group reads what the API protects.',
  benign: ['Somebody looks for a fault in a test stage'],
  runbook: [
    'Ask {principal} whether tracing of {resource} is still needed; AWS advises against it for production.',
    'Switch it off: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations "op=replace,path=/*/*/logging/dataTrace,value=false".',
    'See who has read the log since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=StartQuery --start-time {time} (also FilterLogEvents and GetLogEvents, on group API-Gateway-Execution-Logs_{api}/STAGE).',
    'Delete what was written since {time}: the log streams of that group, once you have what you need.',
  ],
  on: { source: 'apigateway', names: ['CreateStage', 'UpdateStage'] },
  match: (event) => {
    const methods = traced(event);
    return (
      methods.length > 0 && {
        what: `had full requests and responses of ${methods.join(', ')} of ${event.api?.resource} logged`,
      }
    );
  },
  state: {
    changed: {
      settings: ['apigateway.stage.*.*.logging.dataTrace'],
      judge: ({ before, now }) => {
        if (now !== 'true' || before === 'true') return 'quiet';
        return before === undefined ? {} : { reason: 'it was off before' };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'all methods', severity: 'medium', records: [patch('UpdateStage', stage, [['replace', PATH, 'true']])] },
      {
        title: 'one method',
        severity: 'medium',
        records: [patch('UpdateStage', stage, [['replace', '/~1orders/POST/logging/dataTrace', 'true']])],
      },
      {
        title: 'routes of a WebSocket API',
        severity: 'medium',
        records: [httpApi('UpdateStage', { ...socketStage, defaultRouteSettings: { dataTraceEnabled: true } })],
      },
      {
        title: 'it was off before',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [['replace', PATH, 'false']], { minute: -600 }),
          patch('UpdateStage', stage, [['replace', PATH, 'true']]),
        ],
      },
      {
        title: 'one route of a WebSocket API',
        severity: 'medium',
        records: [httpApi('UpdateStage', { ...socketStage, routeSettings: { $default: { dataTraceEnabled: true } } })],
      },
    ],
    quiet: [
      {
        title: 'on as before',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            minute: -600,
            response: { methodSettings: { '*/*': { dataTraceEnabled: true } } },
          }),
          patch('UpdateStage', stage, [['replace', PATH, 'true']]),
        ],
      },
      {
        title: 'on for one method, and all that another had set removed',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            minute: -600,
            response: {
              methodSettings: { '*/*': { dataTraceEnabled: true }, '~1orders/GET': { dataTraceEnabled: false } },
            },
          }),
          patch('UpdateStage', stage, [
            ['replace', PATH, 'true'],
            ['remove', '/~1orders/GET'],
          ]),
        ],
      },
      {
        title: 'one route of a WebSocket API without',
        records: [httpApi('UpdateStage', { ...socketStage, routeSettings: { $default: { dataTraceEnabled: false } } })],
      },
      { title: 'switched off', records: [patch('UpdateStage', stage, [['replace', PATH, 'false']])] },
      {
        title: 'level of the log',
        records: [patch('UpdateStage', stage, [['replace', '/*/*/logging/loglevel', 'INFO']])],
      },
      {
        title: 'X-Ray, which holds no bodies',
        records: [patch('UpdateStage', stage, [['replace', '/tracingEnabled', 'true']])],
      },
      {
        title: 'routes of a WebSocket API without',
        records: [httpApi('UpdateStage', { ...socketStage, defaultRouteSettings: { dataTraceEnabled: 'false' } })],
      },
    ],
  }),
});
