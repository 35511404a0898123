import { isInternetWide } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { aboutPool, CLIENT, POOL } from './user-pool.ts';

const MODE = 'cognito-idp.pool.userPoolAddOns.advancedSecurityMode';
const MODES = ['OFF', 'AUDIT', 'ENFORCED'];
const ANSWERS = ['NO_ACTION', 'MFA_IF_CONFIGURED', 'MFA_REQUIRED', 'BLOCK'];

function mode(advancedSecurityMode: string | undefined, difference = {}) {
  const userPoolAddOns = advancedSecurityMode === undefined ? undefined : { advancedSecurityMode };
  return record('cognito-idp', 'UpdateUserPool', { params: { userPoolId: POOL, userPoolAddOns }, ...difference });
}
function risk(high: string | undefined, difference = {}, more = {}) {
  const actions = { highAction: { notify: false, eventAction: high } };
  const compromisedCredentialsRiskConfiguration = { actions: { eventAction: high } };
  const config = { accountTakeoverRiskConfiguration: { actions }, compromisedCredentialsRiskConfiguration };
  const params = { userPoolId: POOL, ...(high === undefined ? {} : config), ...more };
  return record('cognito-idp', 'SetRiskConfiguration', { params, ...difference });
}
const blocks = risk('BLOCK', { minute: -600 });
const skips = (range: string) => ({ riskExceptionConfiguration: { skippedIPRangeList: [range] } });

function judge({ setting, before, now }: Change): Verdict {
  return setting === MODE ? judgeMode(before, now) : judgeAnswers(before, now);
}

/** Most pools never had it, and say so with every update: only one that had it loses something. */
function judgeMode(before: string | undefined, now: string): Verdict {
  if (MODES.indexOf(now || 'OFF') >= MODES.indexOf(before ?? '')) return 'quiet';
  const is = now === '' ? 'the update leaves it out, which AWS says means OFF' : `now ${now}`;
  return { reason: `${before} before; ${is}` };
}

function judgeAnswers(before: string | undefined, now: string): Verdict {
  const is = now.split(', ');
  const was = before?.split(', ') ?? [];
  const skipped = is.filter((one) => one.startsWith('skipped=') && !was.includes(one)).map((one) => one.slice(8));
  if (before === undefined || before === '') {
    const wide = skipped.length > 0 && isInternetWide(skipped);
    const idle = is.every((one) => one.endsWith('=NO_ACTION') || one.startsWith('skipped='));
    if (!wide && !idle) return 'quiet';
    return {
      reason: `${idle ? 'nothing is blocked' : 'it looks at hardly any address'}; what it did before is not known`,
    };
  }
  const old = new Map(was.map((one) => [one.split('=')[0] ?? '', one.split('=')[1] ?? '']));
  const weaker = is.filter((one) => {
    const [risky = '', answer = ''] = one.split('=');
    return ANSWERS.indexOf(answer) < ANSWERS.indexOf(old.get(risky) ?? '');
  });
  const told = [
    ...weaker.map((one) => `${one} (before: ${old.get(one.split('=')[0] ?? '') ?? ''})`),
    ...skipped.map((range) => `${range} is never looked at`),
  ];
  return told.length === 0 ? 'quiet' : { reason: told.slice(0, 5).join(', ') };
}

export default defineDetection({
  id: 'cognito-risk-off',
  topic: 'T',
  title: 'Threat protection of a user pool weakened',
  severity: 'medium',
  attack: ['T1685'],
  why: 'It blocked sign-ins with leaked passwords and from strange places. Without it a stolen password works from anywhere, and nobody is told.',
  benign: ['Cost: a cheaper plan', 'Real users were blocked'],
  runbook: [
    'Ask {principal} why the protection of {resource} was weakened; the reason says how.',
    'See it as it is: aws cognito-idp describe-risk-configuration --user-pool-id {target} --region {region}; aws cognito-idp describe-user-pool --user-pool-id {target} --region {region} --query UserPool.UserPoolAddOns.',
    'If not meant, set it back with aws cognito-idp set-risk-configuration, and the mode with aws cognito-idp update-user-pool (it needs all other settings too, or they go back to their defaults).',
    'Look for sign-ins since {time} that would have been stopped: InitiateAuth and Login_POST from networks and countries that are new for the pool.',
  ],
  on: { source: 'cognito-idp', names: ['SetRiskConfiguration', 'UpdateUserPool'] },
  match: (event) => {
    const pool = aboutPool(event);
    if (pool === undefined || event.omitted) return false;
    const did =
      event.name === 'SetRiskConfiguration' ? 'weakened the threat protection' : 'lowered the threat protection mode';
    return { ...pool, what: `${did} of ${pool.words}` };
  },
  state: { changed: { settings: [MODE, 'cognito-idp.risk.answers'], judge } },
  examples: () => ({
    fires: [
      { title: 'switched off', severity: 'medium', records: [mode('ENFORCED', { minute: -600 }), mode('OFF')] },
      {
        title: 'left out of an update',
        severity: 'medium',
        records: [mode('ENFORCED', { minute: -600 }), mode(undefined)],
      },
      { title: 'only watches now', severity: 'medium', records: [mode('ENFORCED', { minute: -600 }), mode('AUDIT')] },
      { title: 'answers nothing any more', severity: 'medium', records: [blocks, risk('NO_ACTION')] },
      { title: 'reset to defaults', severity: 'medium', records: [blocks, risk(undefined)] },
      { title: 'spares an address', severity: 'medium', records: [blocks, risk('BLOCK', {}, skips('203.0.113.0/24'))] },
      { title: 'answers nothing, nothing known of before', severity: 'medium', records: [risk('NO_ACTION')] },
      {
        title: 'answers nothing and spares an address, nothing known of before',
        severity: 'medium',
        records: [risk('NO_ACTION', {}, skips('203.0.113.0/24'))],
      },
      {
        title: 'spares everyone, nothing known of before',
        severity: 'medium',
        records: [risk('BLOCK', {}, skips('0.0.0.0/1'))],
      },
    ],
    quiet: [
      { title: 'off, as it always was', records: [mode('OFF', { minute: -600 }), mode('OFF')] },
      { title: 'off, nothing known of before', records: [mode('OFF')] },
      { title: 'off, then left out', records: [mode('OFF', { minute: -600 }), mode(undefined)] },
      { title: 'enforced', records: [mode('AUDIT', { minute: -600 }), mode('ENFORCED')] },
      { title: 'stricter', records: [risk('MFA_REQUIRED', { minute: -600 }), risk('BLOCK')] },
      { title: 'strict, nothing known of before', records: [risk('BLOCK')] },
      {
        title: 'a client goes back to what the pool does',
        records: [risk('BLOCK', { minute: -600 }, { clientId: CLIENT }), risk(undefined, {}, { clientId: CLIENT })],
      },
      { title: 'denied', records: [blocks, risk('NO_ACTION', { error: { code: 'NotAuthorizedException' } })] },
    ],
  }),
});
