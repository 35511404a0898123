import { isAccountId } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { requestOf, stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { daily, FOREIGN } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const LEARN = 3;
const ARN = 'arn:aws:sts::111111111111:assumed-role/shop/run-1';
const FOREIGN_ARN = `arn:aws:sts::${FOREIGN}:assumed-role/partner/run-1`;
const known = (minute: number) => accessLog({ userArn: ARN, callerAccount: '111111111111', minute });

function api(event: TrailEvent): string | undefined {
  const apiId = filled(requestOf(event)['apiId']);
  return apiId === undefined ? undefined : `${event.account}/${apiId}`;
}

export default defineDetection({
  id: 'al-new-caller',
  topic: 'P',
  title: 'New IAM caller or client certificate',
  severity: 'low',
  attack: ['T1078.004'],
  why: 'An API that is called by few known roles or certificates was called by another one: from a foreign account it may be a policy that lets in too many, with a new certificate one that should not have been issued.',
  benign: ['A new service or partner', 'A renewed client certificate', 'A role that was renamed'],
  runbook: [
    'Ask the owner of {resource} whether {principal} is meant to call it.',
    'See who may: aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy',
    'For a certificate, see who issued it, and whether the truststore of the custom domain changed.',
    'If it is not meant: narrow the policy and deploy, or take the certificate out of the truststore; see in the access log what it got since {time}.',
  ],
  on: {
    source: 'execute-api',
    names: ['Request'],
    first: 'caller',
    identity: ['AssumedRole', 'IAMUser', 'Root', 'FederatedUser', 'IAMCaller', 'ClientCertificate'],
  },
  match: (event) => {
    const account = filled(requestOf(event)['callerAccountId']) ?? event.principal.account;
    const certificate = event.identityType === 'ClientCertificate';
    return {
      resource: stageName(event),
      what: `called ${stageName(event)}${certificate ? ' with a client certificate' : ''}`,
      ...(certificate ? { severity: 'medium' } : {}),
      ...(isAccountId(account) ? { foreign: { accounts: [account], severity: 'medium' } } : {}),
    };
  },
  state: {
    firstSeen: { subject: api, value: (event) => event.principal.key, noun: 'caller', learnDays: LEARN },
  },
  examples: () => ({
    fires: [
      {
        title: 'another role of ours',
        severity: 'low',
        records: [...daily(LEARN, known), accessLog({ userArn: ARN.replace('/shop/', '/reports/') })],
      },
      {
        title: 'a role of a foreign account',
        severity: 'medium',
        records: [...daily(LEARN, known), accessLog({ userArn: FOREIGN_ARN, callerAccount: FOREIGN })],
      },
      {
        title: 'a foreign caller of which the log has no ARN',
        severity: 'medium',
        records: [...daily(LEARN, known), accessLog({ callerAccount: FOREIGN, also: { caller: 'AIDAEXAMPLE' } })],
      },
      {
        title: 'a client certificate',
        severity: 'medium',
        records: [...daily(LEARN, known), accessLog({ also: { certSerial: '0a:1b:2c' } })],
      },
      {
        title: 'a role of a trusted account',
        severity: 'low',
        trusted: [FOREIGN],
        records: [...daily(LEARN, known), accessLog({ userArn: FOREIGN_ARN, callerAccount: FOREIGN })],
      },
    ],
    quiet: [
      {
        title: 'a known role in another session',
        records: [...daily(LEARN, known), accessLog({ userArn: ARN.replace('run-1', 'run-2') })],
      },
      {
        title: 'while the callers are being learnt',
        records: [...daily(LEARN - 1, known), accessLog({ userArn: FOREIGN_ARN, callerAccount: FOREIGN })],
      },
      {
        title: 'refused',
        records: [...daily(LEARN, known), accessLog({ userArn: FOREIGN_ARN, status: 403, type: 'ACCESS_DENIED' })],
      },
      { title: 'a user that the authorizer knows', records: [...daily(LEARN, known), accessLog({ user: 'user-18' })] },
    ],
  }),
});
