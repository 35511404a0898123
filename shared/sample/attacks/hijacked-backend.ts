import { at, MINUTE, SECOND } from '../calendar.ts';
import { FOREIGN_BACKEND, functionArn, invocationUri, ORDERS, PROD, SECRETS } from '../organisation.ts';
import { type Call, inOrder } from '../record.ts';
import { createDeployment, restCall, updateIntegration } from '../rest-api.ts';
import type { Chance } from '../seed.ts';
import { readSecret } from '../work/applications.ts';
import { throughBackdoor } from './backdoor-role.ts';
import { call, type Story } from './story.ts';

const DAY = 9;

function hijack(): Call[] {
  const uri = invocationUri(FOREIGN_BACKEND, 'order-mirror');
  const grant = { statementId: 'sync', action: 'lambda:InvokeFunction', principal: '*' };
  const statement = JSON.stringify({
    Sid: 'sync',
    Effect: 'Allow',
    Principal: '*',
    Action: 'lambda:InvokeFunction',
    Resource: functionArn(PROD, ORDERS.fn),
  });
  return [
    restCall('GetRestApis', { limit: 500 }),
    restCall('GetResources', { restApiId: ORDERS.restApiId }),
    updateIntegration(ORDERS, 'POST', [{ op: 'replace', path: '/uri', value: uri }], uri),
    createDeployment(ORDERS, 'm4n5b6', { stageName: ORDERS.stage, description: 'fix' }),
    call('lambda', 'AddPermission20150331v2', { functionName: ORDERS.fn, ...grant }, { statement }),
    restCall('GetApiKeys', { includeValues: true, limit: 500 }),
    call('secretsmanager', 'ListSecrets', { maxResults: 100 }),
  ];
}

/** Orders flow through a function of a foreign account, and what the back door can read is read. */
export function hijackedBackend(chance: Chance): Story {
  const start = at(DAY, '13:36:40');
  const { actor, log } = throughBackdoor(chance, start, 'sync');
  const reading = start + 6 * MINUTE;
  const secrets = SECRETS.flatMap((secret, i) => {
    const time = reading + (i * 14 + chance.int(0, 8)) * SECOND;
    return readSecret(chance, actor, time, secret);
  });
  return {
    id: 'hijacked-backend',
    title: 'Orders are sent through a foreign Lambda function; API keys and secrets are read',
    day: DAY,
    intent: 'attack',
    log: [...log, ...inOrder(chance, actor, start + 15 * SECOND, hijack(), 40), ...secrets],
    detections: [
      'apigw-integration-foreign-lambda',
      'apigw-integration-uri-changed',
      'lambda-permission-public',
      'apigw-api-keys-dumped',
      'secret-read-burst',
      'seq-api-traffic-hijack',
      'seq-blind-then-act',
    ],
  };
}
