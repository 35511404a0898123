import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';

function instanceOf(event: TrailEvent): string | undefined {
  const wanted = event.attempt?.resource;
  return filled(event.params, 'instanceId') ?? (wanted === undefined ? undefined : nameOf(wanted));
}

function read(index: number, difference: Difference = {}) {
  return record('ec2', 'GetPasswordData', { by: iamUser(), params: { instanceId: instance(index) }, ...difference });
}
const refused = { error: { code: 'Client.UnauthorizedOperation' } };
const reads = (count: number, difference: Difference = {}) =>
  burst(count, (index, minute) => read(index, { ...difference, minute: (difference.minute ?? 0) + minute }));

export default defineDetection({
  id: 'ec2-password-data-read',
  topic: 'X',
  title: 'Windows administrator passwords read in bulk',
  severity: 'high',
  attack: ['T1552'],
  why: 'GetPasswordData hands out the administrator password of a Windows instance to whoever holds its key pair. Asking for many is collecting ways in.',
  benign: ['Somebody sets up a fleet of Windows servers', 'A tool that stores the passwords in a vault'],
  runbook: [
    'Ask {principal} what needed the passwords of these instances at {time} from {ip}.',
    'List them: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=GetPasswordData --start-time {time-1h} --end-time {time+1h} (instanceId; an errorCode means it was refused).',
    'If nobody can explain it, stop the credentials ({key}) and change the Administrator password on each instance that was answered.',
    'Look for RDP sign-ins to them since {time}, and close port 3389 to the world.',
  ],
  on: { source: 'ec2', names: ['GetPasswordData'], outcome: ['success', 'denied'] },
  match: (event) => {
    const id = instanceOf(event);
    if (id === undefined || byService(event)) return false;
    const denied = event.outcome === 'denied';
    return {
      resource: id,
      what: `${denied ? 'tried to read' : 'read'} the administrator passwords of many instances, at last of ${id}`,
      ...(denied ? { severity: 'medium' as const, reasons: ['the last try was refused'] } : {}),
    };
  },
  state: {
    firstSeen: newToCaller('instance', instanceOf, AS_USUAL),
    count: {
      subject: (event) => event.principal.key,
      distinct: instanceOf,
      atLeast: 5,
      withinMinutes: 10,
      noun: 'instances asked for their password',
    },
  },
  examples: () => ({
    fires: [
      { title: 'five instances', severity: 'high', records: [...KNOWN_ACCOUNT, ...reads(5)] },
      { title: 'thirty, all refused', severity: 'medium', records: [...KNOWN_ACCOUNT, ...reads(30, refused)] },
      { title: 'in an account just met', severity: 'medium', records: reads(6, refused) },
      {
        title: 'a vault that does so every day',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].flatMap((minute) => reads(5, { minute })),
      },
      {
        title: 'only the refusals name the instances',
        severity: 'medium',
        records: [
          ...KNOWN_ACCOUNT,
          ...burst(5, (index, minute) =>
            record('ec2', 'GetPasswordData', {
              minute,
              error: {
                code: 'Client.UnauthorizedOperation',
                message: `User: x is not authorized to perform: ec2:GetPasswordData on resource: arn:aws:ec2:eu-central-1:111111111111:instance/${instance(index)} because no identity-based policy allows it`,
              },
            }),
          ),
        ],
      },
    ],
    quiet: [
      { title: 'the one that was just launched', records: [...KNOWN_ACCOUNT, read(1)] },
      {
        title: 'the same again and again',
        records: [...KNOWN_ACCOUNT, ...burst(9, (_index, minute) => read(1, { minute }))],
      },
      {
        title: 'five, not within ten minutes',
        records: [...KNOWN_ACCOUNT, ...burst(5, (i, minute) => read(i, { minute }), 2.65)],
      },
      {
        title: 'a service asks for somebody',
        records: reads(9, { by: { ...iamUser(), invokedBy: 'ssm.amazonaws.com' } }),
      },
      { title: 'instances that are gone', records: reads(9, { error: { code: 'Client.InvalidInstanceID.NotFound' } }) },
    ],
  }),
});
