import { at, MINUTE, SECOND } from '../calendar.ts';
import { consoleUser, type Place, signingIn } from '../identity.ts';
import { HOME_REGION, LOG_BUCKET, PROD, TRAIL } from '../organisation.ts';
import { type Call, inOrder, type Logged, logged } from '../record.ts';
import type { Chance } from '../seed.ts';
import { sessionKey } from '../session.ts';
import { ATTACK_BROWSER, call, type Story } from './story.ts';

const DAY = 9;
const AUDITOR = 'night-audit';
const PLACE: Place = { ip: '203.0.113.201', agent: ATTACK_BROWSER.agent };
const trailARN = `arn:aws:cloudtrail:${HOME_REGION}:${PROD}:trail/${TRAIL}`;

/** Twelve wrong passwords, one right. */
function guessing(chance: Chance, start: number): Logged[] {
  const extra = { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' };
  const attempt = (ConsoleLogin: string): Call => ({
    ...call('signin', 'ConsoleLogin', null, { ConsoleLogin }),
    extra,
  });
  const failed = { message: 'Failed authentication' };
  const attempts = Array.from({ length: 12 }, () => ({ ...attempt('Failure'), failed }));
  return [
    ...inOrder(chance, signingIn(PROD, AUDITOR, PLACE, true), start, attempts, 38),
    logged(chance, signingIn(PROD, AUDITOR, PLACE, false), start + 8 * MINUTE, attempt('Success')),
  ];
}

const SETTINGS = { isMultiRegionTrail: false, includeGlobalServiceEvents: false };
const SELECTORS = [
  { readWriteType: 'ReadOnly', includeManagementEvents: true, dataResources: [], excludeManagementEventSources: [] },
];

const BLINDING: readonly Call[] = [
  call('cloudtrail', 'DescribeTrails', { includeShadowTrails: true }),
  call('cloudtrail', 'GetTrailStatus', { name: TRAIL }),
  call('cloudtrail', 'GetEventSelectors', { trailName: TRAIL }),
  {
    service: 'cloudtrail',
    name: 'StopLogging',
    denied: {
      action: 'cloudtrail:StopLogging',
      resource: trailARN,
      why: 'with an explicit deny in a service control policy',
    },
  },
  call(
    'cloudtrail',
    'UpdateTrail',
    { name: TRAIL, ...SETTINGS, enableLogFileValidation: false },
    {
      name: TRAIL,
      s3BucketName: LOG_BUCKET,
      ...SETTINGS,
      trailARN,
      logFileValidationEnabled: false,
      isOrganizationTrail: false,
    },
  ),
  call(
    'cloudtrail',
    'PutEventSelectors',
    { trailName: TRAIL, eventSelectors: SELECTORS },
    { trailARN, eventSelectors: SELECTORS },
  ),
];

/** An auditor's old password is guessed among the morning's sign-ins; the account's own trail is then narrowed. */
export function narrowedTrail(chance: Chance): Story {
  const start = at(DAY, '08:33:00');
  const signedIn = start + 8 * MINUTE;
  const session = { accessKeyId: sessionKey(chance), since: signedIn, mfa: false };
  const intruder = consoleUser(PROD, AUDITOR, session, PLACE);
  return {
    id: 'narrowed-trail',
    title: 'A guessed password, a refused StopLogging, a narrowed trail',
    day: DAY,
    intent: 'attack',
    log: [...guessing(chance, start), ...inOrder(chance, intruder, signedIn + 50 * SECOND, BLINDING, 50)],
    detections: [
      'signin-bruteforce',
      'signin-no-mfa',
      'ct-stopped-deleted',
      'ct-weakened',
      'ct-selectors-narrowed',
      'seq-bruteforce-success',
    ],
  };
}
