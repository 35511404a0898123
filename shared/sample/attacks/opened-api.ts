import { at, MINUTE } from '../calendar.ts';
import { consoleUser, signingIn } from '../identity.ts';
import { HOME_REGION, ORDERS, PROD } from '../organisation.ts';
import { type Call, inOrder, logged } from '../record.ts';
import { createDeployment, restCall, updateMethod, updateRestApi, updateStage } from '../rest-api.ts';
import type { Chance } from '../seed.ts';
import { sessionKey } from '../session.ts';
import { ATTACK_BROWSER, call, NEW_USER, type Story } from './story.ts';

const DAY = 7;

const PUBLIC = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
});
/** The answer spells the shorthand of the request out. */
const PUBLIC_AS_STORED = PUBLIC.replace(
  'execute-api:/*',
  `arn:aws:execute-api:${HOME_REGION}:${PROD}:${ORDERS.restApiId}/*`,
);

const labels = { restApiId: ORDERS.restApiId };
const stageArn = `arn:aws:apigateway:${HOME_REGION}::/restapis/${ORDERS.restApiId}/stages/${ORDERS.stage}`;

function opening(): Call[] {
  return [
    restCall('GetRestApis', { limit: 500 }),
    restCall('GetResources', labels),
    restCall('GetStages', labels),
    updateMethod(ORDERS, 'POST', [{ op: 'replace', path: '/authorizationType', value: 'NONE' }], {
      authorizationType: 'NONE',
    }),
    updateRestApi(ORDERS, [{ op: 'replace', path: '/policy', value: PUBLIC }], PUBLIC_AS_STORED),
    updateStage(ORDERS, [{ op: 'remove', path: '/accessLogSettings' }]),
    createDeployment(ORDERS, 'q9w8e7', { stageName: ORDERS.stage, description: '' }),
    call('wafv2', 'DisassociateWebACL', { resourceArn: stageArn }),
    updateStage(ORDERS, [
      { op: 'remove', path: '/*/*/throttling/rateLimit' },
      { op: 'remove', path: '/*/*/throttling/burstLimit' },
    ]),
  ];
}

/** The new user signs in, opens the orders API to everybody and takes away what would slow down or show the abuse. */
export function openedApi(chance: Chance): Story {
  const start = at(DAY, '12:03:10');
  const signin = call('signin', 'ConsoleLogin', null, { ConsoleLogin: 'Success' });
  const extra = { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' };
  const session = { accessKeyId: sessionKey(chance), since: start, mfa: false };
  const intruder = consoleUser(PROD, NEW_USER, session, ATTACK_BROWSER);
  const later = start + 2 * MINUTE;
  return {
    id: 'opened-api',
    title: 'The orders API is opened to everybody, stripped of its shields and deployed',
    day: DAY,
    intent: 'attack',
    log: [
      logged(chance, signingIn(PROD, NEW_USER, ATTACK_BROWSER, false), start, { ...signin, extra }),
      ...inOrder(chance, intruder, later, opening(), 75),
    ],
    detections: [
      'signin-no-mfa',
      'apigw-method-auth-none',
      'apigw-policy-public',
      'apigw-access-log-disabled',
      'apigw-manual-deploy',
      'waf-disassociated-apigw',
      'apigw-throttle-removed',
      'drift-manual-change',
      'seq-api-opened-and-live',
      'seq-api-opened-then-blinded',
      'seq-api-shield-strip',
    ],
  };
}
