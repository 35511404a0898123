import { at, filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, httpApi, iamUser, restApi } from '../example.ts';
import { rotationSign } from './ip-rotation.ts';

const by = iamUser('svc-backup');
const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'ANY' };
const HEADER = 'method.request.header.X-My-X-Forwarded-For';
const open = { authorizationType: 'NONE', apiKeyRequired: false };

const made = (name: string, difference: Difference = {}) =>
  restApi('CreateRestApi', {}, { name }, { by, ...difference });
const deployed = (stageName: string) =>
  restApi('CreateDeployment', { restApiId: method.restApiId }, { stageName }, { by });
const integrated = (requestParameters: Record<string, string>) => {
  const target = { type: 'HTTP_PROXY', httpMethod: 'ANY', uri: 'https://login.example.com/{proxy}' };
  return restApi('PutIntegration', method, { ...target, requestParameters }, { by });
};

export default defineDetection({
  id: 'apigw-ip-rotation-proxy',
  topic: 'C',
  title: 'API used to attack from changing addresses',
  severity: 'high',
  attack: ['T1090.002'],
  why: 'Every request that passes such an API comes from another address of AWS: passwords are sprayed and sites scraped through it, and the abuse is laid at your door.',
  benign: ['An authorised penetration test', 'A scraper that somebody runs from the company account'],
  runbook: [
    'Ask {principal}, and whoever orders penetration tests, what {resource} is for. If nobody knows, stop the credentials {key}.',
    'See what it attacks: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (methodIntegration.uri)',
    'Tools make one in every region: for each region, aws apigateway get-rest-apis --region REGION --query "items[].[id,name,createdDate]"',
    'Delete them: aws apigateway delete-rest-api --rest-api-id {api} --region {region}',
    'Look for what else {key} did from {time-24h} to {time+24h}: it is likely stolen, or its owner attacks others.',
  ],
  on: {
    source: 'apigateway',
    names: ['CreateRestApi', 'ImportRestApi', 'PutRestApi', 'PutMethod', 'PutIntegration', 'CreateDeployment'],
  },
  match: (event) => {
    const found = rotationSign(event);
    if (found === undefined) return false;
    const host = /^https?:\/\/([^/?#]+)/i.exec(filled(at(event.api?.input, 'uri')) ?? '')?.[1];
    return {
      severity: found.sure ? 'high' : 'medium',
      what: `made an API that sends requests${host === undefined ? '' : ` to ${host}`} from changing addresses`,
      reasons: [found.sign],
    };
  },
  state: {
    // A tool needs five calls in each of ten regions: the first is told.
    count: {
      subject: (event) =>
        rotationSign(event) === undefined ? undefined : `${event.principal.key} ${rotationSign(event)?.sure}`,
      atLeast: 1,
      withinMinutes: 60,
      noun: 'calls for it',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'FireProx',
        severity: 'high',
        records: [
          restApi('ImportRestApi', { parameters: { endpointConfigurationTypes: 'REGIONAL' } }, undefined, {
            by,
            response: { id: 'a1b2c3d4e5', name: 'fireprox_example' },
          }),
        ],
      },
      {
        title: 'a definition of FireProx under another name',
        severity: 'high',
        records: [restApi('ImportRestApi', { body: `{"info":{"title":"shop"},"x":"${HEADER}"}` }, undefined, { by })],
      },
      { title: 'requests-ip-rotator', severity: 'high', records: [made('https://login.example.com - IP Rotate API')] },
      { title: 'its stage', severity: 'high', records: [deployed('ProxyStage')] },
      {
        title: 'its header',
        severity: 'high',
        records: [restApi('PutMethod', method, { ...open, requestParameters: { [HEADER]: true } }, { by })],
      },
      {
        title: 'a tool of somebody’s own',
        severity: 'medium',
        records: [integrated({ 'integration.request.header.X-Forwarded-For': 'method.request.header.X-Whatever' })],
      },
    ],
    quiet: [
      { title: 'an API that only sounds alike', records: [made('shop: IP rotation report API'), made('BurpAPIs')] },
      {
        title: 'an ordinary definition',
        records: [restApi('ImportRestApi', { body: '{"info":{"title":"shop"}}' }, undefined, { by })],
      },
      { title: 'an ordinary stage', records: [deployed('prod')] },
      {
        title: 'the address passed on as it came',
        records: [
          integrated({ 'integration.request.header.X-Forwarded-For': 'method.request.header.X-Forwarded-For' }),
        ],
      },
      {
        title: 'another header',
        records: [integrated({ 'integration.request.header.X-Tenant': 'method.request.header.X-Tenant' })],
      },
      { title: 'an HTTP API', records: [httpApi('CreateApi', { name: 'fireproof', protocolType: 'HTTP' }, { by })] },
      {
        title: 'refused',
        records: burst(3, (_index, minute) =>
          made('fireprox_example', { minute, error: { code: 'AccessDeniedException' } }),
        ),
      },
    ],
  }),
});
