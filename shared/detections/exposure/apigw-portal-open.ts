import { filled } from '../../cloudtrail/field.ts';
import { foreignPrincipals, parsePolicy, publicStatements } from '../../policy/index.ts';
import { PORTAL_AUTHORIZATION, portalAuthorization, portalId } from '../../settings/portal.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, httpApi } from '../example.ts';

const portal = { portalId: 'd1e2f3' };
const open = { none: {} };
const signIn = {
  cognitoConfig: {
    appClientId: 'c1',
    userPoolArn: 'arn:aws:cognito-idp:eu-central-1:111111111111:userpool/eu-central-1_Example',
  },
};
const update = (authorization: unknown, difference = {}) =>
  httpApi('UpdatePortal', { ...portal, authorization }, difference);
const created = (minute = 0) =>
  httpApi('CreatePortal', { authorization: open }, { minute, response: { ...portal, authorization: open } });
const publish = (difference = {}) => httpApi('PublishPortal', portal, difference);
const share = (Principal: unknown) =>
  httpApi('PutPortalProductSharingPolicy', {
    portalProductId: 'p1q2r3',
    policyDocument: JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal, Action: 'apigateway:GetPortalProduct', Resource: '*' }],
    }),
  });

/** Whom a sharing policy lets list the product's APIs in a portal of theirs. */
function shared(id: string, text: string | undefined, own: string): Match | false {
  const policy = parsePolicy(text);
  if (policy === undefined) return false;
  const resource = `portal product ${id}`;
  if (publicStatements(policy).length > 0) return { resource, what: `shared ${resource} with everyone` };
  const named = foreignPrincipals(policy, (account) => account === own);
  if (named.length === 0) return false;
  const accounts = named.map(({ account }) => account);
  const what = `shared ${resource} with ${[...new Set(accounts)].sort().slice(0, 3).join(', ')}`;
  return { resource, what, foreign: { accounts, severity: 'medium', required: true } };
}

export default defineDetection({
  id: 'apigw-portal-open',
  topic: 'P',
  title: 'Developer portal open or shared',
  severity: 'medium',
  attack: ['T1213'],
  why: 'A portal shows every path, parameter and model of its APIs. Without a sign-in that is a map of the way in for anyone who finds it.',
  benign: ['Documentation of a public API is launched'],
  runbook: [
    'Ask {principal} who is meant to read {resource}.',
    'See how readers sign in and what is shown: aws apigatewayv2 get-portal --portal-id {target} --region {region}',
    'If it was not meant: aws apigatewayv2 disable-portal --portal-id {target} --region {region}; for a product: aws apigatewayv2 delete-portal-product-sharing-policy --portal-product-id {target} --region {region}',
    'Give it a Cognito user pool (aws apigatewayv2 update-portal --authorization) before it is published again.',
  ],
  on: {
    source: 'apigateway',
    names: ['CreatePortal', 'UpdatePortal', 'PublishPortal', 'PutPortalProductSharingPolicy'],
  },
  match: (event) => {
    const { name, params } = event;
    if (name === 'PutPortalProductSharingPolicy') {
      const id = filled(params, 'portalProductId') ?? '(unknown)';
      const match = shared(id, filled(params, 'policyDocument'), event.account);
      return match === false ? false : { ...match, target: id };
    }
    const id = portalId(event) ?? '(unknown)';
    const about = { resource: `developer portal ${id}`, target: id };
    // Who publishes is no question; whether anyone may read it is, and that is known from when it was made.
    if (name === 'PublishPortal') return { ...about, severity: 'low', what: `published developer portal ${id}` };
    if (portalAuthorization(event) !== 'none') return false;
    // Nobody reads a new portal before it is published.
    return {
      ...about,
      ...(name === 'CreatePortal' ? { severity: 'low' } : {}),
      what: `let anyone read developer portal ${id} without a sign-in`,
    };
  },
  state: {
    changed: {
      settings: [PORTAL_AUTHORIZATION],
      judge: ({ before }) => {
        if (before === undefined) return {};
        return before === 'none' ? 'quiet' : { reason: 'readers had to sign in before' };
      },
    },
    given: {
      setting: PORTAL_AUTHORIZATION,
      of: (event) => (event.name === 'PublishPortal' ? portalId(event) : undefined),
      judge: (value) =>
        value === 'none'
          ? { severity: 'medium', reason: 'anyone may read it without a sign-in' }
          : { reason: 'readers have to sign in' },
    },
  },
  examples: () => ({
    fires: [
      { title: 'the sign-in dropped', severity: 'medium', records: [update(signIn, { minute: -600 }), update(open)] },
      { title: 'no sign-in, nothing known of before', severity: 'medium', records: [update(open)] },
      {
        title: 'made without a sign-in',
        severity: 'low',
        records: [created()],
      },
      {
        title: 'published without a sign-in',
        severity: 'medium',
        records: [created(-600), publish()],
      },
      { title: 'published with a sign-in', severity: 'low', records: [update(signIn, { minute: -600 }), publish()] },
      { title: 'published, nothing known', severity: 'low', records: [publish()] },
      { title: 'a product shared with another account', severity: 'medium', records: [share({ AWS: FOREIGN })] },
      { title: 'a product shared with everyone', severity: 'medium', records: [share('*')] },
    ],
    quiet: [
      { title: 'a sign-in added', records: [update(signIn)] },
      {
        title: 'a portal for one user pool',
        records: [
          httpApi('CreatePortal', { authorization: signIn }, { response: { ...portal, authorization: signIn } }),
        ],
      },
      {
        title: 'another change of a portal',
        records: [httpApi('UpdatePortal', { ...portal, logoUri: 's3://portal/logo.png' })],
      },
      { title: 'a product shared with a trusted account', trusted: [FOREIGN], records: [share({ AWS: FOREIGN })] },
      { title: 'a product shared with an own account', records: [share({ AWS: '111111111111' })] },
      { title: 'refused', records: [publish({ error: { code: 'ConflictException' } })] },
    ],
  }),
});
