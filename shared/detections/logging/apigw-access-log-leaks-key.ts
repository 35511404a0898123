import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';
import { logFormat, variablesIn } from './log-format.ts';

const PATH = '/accessLogSettings/format';
const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const set = (format: string, difference = {}) => patch('UpdateStage', stage, [['replace', PATH, format]], difference);
const line = (...names: readonly string[]) =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, `$context.${name}`])));

/** Variables that are or may hold what opens the API: the key itself, and what an authorizer was given as token. */
const SECRETS = /^(identity\.apiKey|authorizer\.(?:\w*token|authorization|password|secret|apiKey))$/i;
const CERTIFICATE = /^identity\.clientCert\.clientCertPem$/;

function leaks(format: string, what: RegExp): string[] {
  return [...variablesIn(format)].filter((name) => what.test(name)).sort();
}

export default defineDetection({
  id: 'apigw-access-log-leaks-key',
  topic: 'L',
  title: 'Access log prints keys or tokens',
  severity: 'medium',
  attack: ['T1552'],
  why: 'Whoever may read the log gets a working API key or token of every caller, and so does every system that the log is copied to.',
  benign: ['Somebody looks for a fault', 'identity.apiKey was meant to be identity.apiKeyId'],
  runbook: [
    'Ask {principal} what the value is needed for; $context.identity.apiKeyId names the key and opens nothing.',
    'Take it out of the format: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/accessLogSettings/format,value=FORMAT',
    'See who read the log since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=StartQuery --start-time {time} (also FilterLogEvents and GetLogEvents).',
    'Delete what was written since {time}, and give the customers whose keys it holds new ones.',
  ],
  on: { source: 'apigateway', names: ['CreateStage', 'UpdateStage'] },
  match: (event) => {
    const format = logFormat(event) ?? '';
    const secrets = leaks(format, SECRETS);
    const certificates = leaks(format, CERTIFICATE);
    if (secrets.length === 0 && certificates.length === 0) return false;
    return {
      // A certificate is public and opens nothing without its key; it holds names of people, and that is all.
      ...(secrets.length === 0 ? { severity: 'low' as const } : {}),
      what: `had the access log of ${event.api?.resource} print ${[...secrets, ...certificates].join(', ')}`,
    };
  },
  state: {
    changed: {
      settings: ['apigateway.stage.accessLogSettings.format'],
      judge: ({ before, now }) => {
        if (before === undefined) return {};
        const known = new Set([...leaks(before, SECRETS), ...leaks(before, CERTIFICATE)]);
        return [...leaks(now, SECRETS), ...leaks(now, CERTIFICATE)].every((name) => known.has(name)) ? 'quiet' : {};
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'the API key', severity: 'medium', records: [set(line('requestId', 'identity.apiKey'))] },
      {
        title: 'the API key, not printed before',
        severity: 'medium',
        records: [set(line('requestId'), { minute: -600 }), set(line('identity.apiKey'))],
      },
      {
        title: 'a token that the authorizer hands on',
        severity: 'medium',
        records: [set(line('authorizer.accessToken'))],
      },
      {
        title: 'the certificate of the caller',
        severity: 'low',
        records: [set(line('identity.clientCert.clientCertPem'))],
      },
      {
        title: 'an HTTP API’s new stage',
        severity: 'medium',
        records: [
          httpApi('CreateStage', {
            apiId: 'h1',
            stageName: 'dev',
            accessLogSettings: { format: line('identity.apiKey') },
          }),
        ],
      },
      {
        title: 'a token beside the API key that was printed before',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            minute: -600,
            response: { accessLogSettings: { format: line('identity.apiKey') } },
          }),
          set(line('identity.apiKey', 'authorizer.accessToken')),
        ],
      },
    ],
    quiet: [
      { title: 'the id of the key', records: [set(line('identity.apiKeyId'))] },
      { title: 'the serial number of the certificate', records: [set(line('identity.clientCert.serialNumber'))] },
      { title: 'the authorizer’s principal', records: [set(line('authorizer.principalId'))] },
      {
        title: 'printed before',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            minute: -600,
            response: { accessLogSettings: { format: line('identity.apiKey') } },
          }),
          set(line('identity.apiKey', 'status')),
        ],
      },
      { title: 'refused', records: [set(line('identity.apiKey'), { error: { code: 'BadRequestException' } })] },
    ],
  }),
});
