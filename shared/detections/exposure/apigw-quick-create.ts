import { filled } from '../../cloudtrail/field.ts';
import { backendOf } from '../backends/integration.ts';
import { defineDetection } from '../define.ts';
import { httpApi } from '../example.ts';

const ARN = 'arn:aws:lambda:eu-central-1:111111111111:function:orders';
const quick = (more: Record<string, unknown> = {}, difference = {}) =>
  httpApi('CreateApi', { name: 'orders', protocolType: 'HTTP', target: ARN, ...more }, difference);
const led = (target: string, difference = {}) => httpApi('UpdateApi', { apiId: 'h1h2h3h4h5', target }, difference);

export default defineDetection({
  id: 'apigw-quick-create',
  topic: 'P',
  title: 'Open API made in one call',
  severity: 'high',
  attack: ['T1648'],
  why: 'One call makes a function or URL answer the internet: a route for every path, without authorization, deployed at once, without an access log.',
  benign: ['A demo or a trial'],
  runbook: [
    'Ask {principal} what {resource} is for.',
    'See what it answers: curl -i https://{api}.execute-api.{region}.amazonaws.com/',
    'See its routes and what they require: aws apigatewayv2 get-routes --api-id {api} --region {region}',
    'If it was not meant: aws apigatewayv2 delete-api --api-id {api} --region {region}; then look at who called the backend {target} since {time}.',
    'If it is wanted: make the routes one by one, with an authorizer, and give the stage an access log.',
  ],
  // An UpdateApi with a target leads all of a quick-created API elsewhere; its integration is never named.
  on: { source: 'apigateway', names: ['CreateApi', 'UpdateApi'] },
  match: ({ api, name, params }) => {
    const target = filled(params, 'target');
    if (api === undefined || target === undefined) return false;
    const backend = backendOf(target);
    const to = [backend?.owner ?? target, backend?.name ?? ''].filter((part) => part !== '').join(', ');
    const about = backend?.name === undefined || backend.name === '' ? {} : { target: backend.name };
    if (name === 'UpdateApi') return { severity: 'medium', what: `led all of ${api.resource} to ${to}`, ...about };
    const route = filled(params, 'routeKey') ?? '$default';
    const all = /^\$default$|^ANY \/\{\w+\+\}$/.test(route);
    return {
      ...(all ? {} : { severity: 'medium' }),
      what: `put ${to} on the internet as ${api.resource}, ${all ? 'all paths' : `route ${route}`} without authorization`,
      ...about,
    };
  },
  state: {
    changed: {
      settings: ['apigateway.api.target'],
      judge: ({ before, now }) => {
        if (before === undefined) return {};
        return before === now ? 'quiet' : { reason: `it led to ${before} before` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'a function', severity: 'high', records: [quick({}, { response: { apiId: 'h1h2h3h4h5' } })] },
      { title: 'a URL', severity: 'high', records: [quick({ target: 'https://orders.example.com' })] },
      { title: 'every method of every path', severity: 'high', records: [quick({ routeKey: 'ANY /{proxy+}' })] },
      { title: 'one route only', severity: 'medium', records: [quick({ routeKey: 'GET /status' })] },
      {
        title: 'led elsewhere later',
        severity: 'medium',
        records: [quick({}, { minute: -600, response: { apiId: 'h1h2h3h4h5' } }), led('https://orders.example.net')],
      },
    ],
    quiet: [
      {
        title: 'an API without a backend yet',
        records: [httpApi('CreateApi', { name: 'orders', protocolType: 'HTTP' })],
      },
      { title: 'another change of it', records: [httpApi('UpdateApi', { apiId: 'h1h2h3h4h5', description: 'x' })] },
      { title: 'refused', records: [quick({}, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
