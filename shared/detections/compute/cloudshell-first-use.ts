import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, person, ROOT, record } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';

function carriesFiles(event: TrailEvent): boolean {
  return event.name === 'GetFileDownloadUrls' || event.name === 'GetFileUploadUrls';
}

const call = (name: string, difference: Difference = {}) =>
  record('cloudshell', name, { params: { environmentId: '0123' }, ...difference });

export default defineDetection({
  id: 'cloudshell-first-use',
  topic: 'X',
  title: 'A newcomer used CloudShell',
  severity: 'low',
  attack: ['T1059.009', 'T1651'],
  why: 'With a stolen console session CloudShell is a command line inside AWS: its calls come from Amazon’s addresses, and files leave by the browser.',
  benign: ['Somebody tries CloudShell'],
  runbook: [
    'Ask {principal} whether it opened CloudShell at {time} from {ip}.',
    'See what was run: its calls carry exec-env/CloudShell in the user agent. aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={principal} --start-time {time} --end-time {time+6h}.',
    'If nobody did, end the console session: reset the password and revoke the sessions of {principal}.',
  ],
  on: {
    source: 'cloudshell',
    names: ['CreateEnvironment', 'CreateSession', 'GetFileDownloadUrls', 'GetFileUploadUrls'],
  },
  match: (event) => {
    const files = carriesFiles(event);
    const way = event.name === 'GetFileUploadUrls' ? 'into' : 'out of';
    return {
      resource: `CloudShell in ${event.region}`,
      what: files ? `carried a file ${way} CloudShell for the first time` : 'opened CloudShell for the first time',
      ...(files || event.principal.class === 'root' ? { severity: 'medium' as const } : {}),
    };
  },
  state: {
    firstSeen: newToAccount(
      'user of CloudShell',
      (event) => `${event.principal.key}${carriesFiles(event) ? ' with files' : ''}`,
    ),
    count: {
      subject: (event) => `${event.principal.key} ${carriesFiles(event)}`,
      atLeast: 1,
      withinMinutes: 1440,
      noun: 'uses',
    },
  },
  examples: () => ({
    fires: [
      { title: 'opened', severity: 'low', records: [...KNOWN_ACCOUNT, call('CreateSession', { by: iamUser() })] },
      { title: 'by root', severity: 'medium', records: [...KNOWN_ACCOUNT, call('CreateEnvironment', { by: ROOT })] },
      {
        title: 'a file',
        severity: 'medium',
        records: [...daily(7, (minute) => call('CreateSession', { minute })), call('GetFileDownloadUrls')],
      },
      {
        title: 'a file brought in',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, call('GetFileUploadUrls')],
      },
    ],
    quiet: [
      {
        title: 'every day',
        records: [...daily(7, (minute) => call('CreateSession', { minute })), call('CreateSession')],
      },
      { title: 'in an account just met', records: [call('CreateSession', { by: person() })] },
      {
        title: 'refused',
        records: [...KNOWN_ACCOUNT, call('CreateSession', { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
