import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { personOf } from './person.ts';
import { isOfPassword, portalResult } from './sign-in.ts';
import { portalCheck } from './sign-in-examples.ts';

function console(name: 'ConsoleLogin' | 'CheckMfa', result: string, difference: Difference & { mfa?: string } = {}) {
  const { mfa = 'Yes', ...rest } = difference;
  const { accessKeyId: _, arn: __, ...by } = iamUser('bob');
  const failed = result === 'Failure' ? { errorMessage: 'Failed authentication' } : {};
  const additionalEventData = name === 'CheckMfa' ? { MfaType: 'Virtual MFA' } : { MFAUsed: mfa, MobileVersion: 'No' };
  const also = { eventType: 'AwsConsoleSignIn', additionalEventData, ...failed };
  return record('signin', name, { by, response: { [name]: result }, also, ...rest });
}

/**
 * Whether a second factor was wrong. The console checks the password first, so either event says that it was right; the portal
 * of Identity Center verifies one factor an event, and names it.
 */
function isWrongFactor(event: TrailEvent): boolean {
  if (event.name === 'CredentialVerification') return portalResult(event) === 'Failure' && !isOfPassword(event);
  if (text(event.response, event.name) !== 'Failure') return false;
  return event.name === 'CheckMfa' || text(event.additional, 'MFAUsed')?.toLowerCase() === 'yes';
}

export default defineDetection({
  id: 'signin-mfa-failures',
  topic: 'U',
  title: 'Second factor wrong again and again',
  severity: 'medium',
  attack: ['T1621'],
  why: 'Only who has the right password is asked for the second factor. Somebody else may have it, and guesses codes or tires the owner out.',
  benign: ['A phone whose clock is wrong', 'The code of another account'],
  runbook: [
    'Ask {target} whether the attempts at {time} from {ip} were theirs; call, don’t write.',
    'If not, the password is known to somebody: change it before anything else (aws iam update-login-profile --user-name {target}, or reset it in Identity Center).',
    'See whether an attempt succeeded: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time-1h} --end-time {time+1h}.',
    'If the owner’s codes don’t work, let them enrol the device anew.',
  ],
  // CheckMfa: CloudTrail user guide, "AWS Management Console sign-in events"; CredentialVerification: Identity Center user guide.
  on: {
    source: 'signin',
    names: ['CheckMfa', 'ConsoleLogin', 'CredentialVerification'],
    outcome: ['success', 'failed', 'denied'],
  },
  match: (event) => {
    if (!isWrongFactor(event)) return false;
    const { name } = event.principal;
    return {
      resource: `sign-in of ${name}`,
      target: name,
      what: `gave the right password and a wrong second factor, again and again, from ${event.ip}`,
    };
  },
  state: {
    count: { subject: personOf, atLeast: 5, withinMinutes: 30, noun: 'wrong second factors' },
  },
  examples: () => ({
    fires: [
      {
        title: 'five wrong codes on the console',
        severity: 'medium',
        records: burst(5, (_, minute) => console('ConsoleLogin', 'Failure', { minute }), 2),
      },
      {
        title: 'five checks that failed',
        severity: 'medium',
        records: burst(5, (_, minute) => console('CheckMfa', 'Failure', { minute }), 2),
      },
      {
        title: 'five wrong codes on the portal',
        severity: 'medium',
        records: burst(5, (_, minute) => portalCheck('TOTP', 'Failure', { minute }), 2),
      },
    ],
    quiet: [
      { title: 'four', records: burst(4, (_, minute) => console('ConsoleLogin', 'Failure', { minute })) },
      {
        title: 'five over an hour',
        records: burst(5, (_, minute) => console('ConsoleLogin', 'Failure', { minute }), 30 / 4),
      },
      {
        title: 'wrong passwords, before any second factor',
        records: burst(6, (_, minute) => console('ConsoleLogin', 'Failure', { minute, mfa: 'No' })),
      },
      {
        title: 'wrong passwords on the portal',
        records: burst(6, (_, minute) => portalCheck('PASSWORD', 'Failure', { minute })),
      },
      { title: 'right codes', records: burst(6, (_, minute) => console('CheckMfa', 'Success', { minute })) },
    ],
  }),
});
