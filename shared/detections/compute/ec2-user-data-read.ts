import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';
import { byService, saysDeployTool } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { ec2Request, instancesIn } from './ec2-request.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';

function instanceOf(event: TrailEvent): string | undefined {
  return instancesIn(ec2Request(event))[0];
}

function reads(count: number, difference: Difference = {}, attribute = 'userData') {
  return burst(count, (index, minute) =>
    record('ec2', 'DescribeInstanceAttribute', {
      by: iamUser(),
      params: { instanceId: instance(index), attribute },
      ...difference,
      minute: (difference.minute ?? 0) + minute,
    }),
  );
}
const TERRAFORM = { agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io)' };
const refused = { error: { code: 'Client.UnauthorizedOperation' } };

export default defineDetection({
  id: 'ec2-user-data-read',
  topic: 'X',
  title: 'Start-up scripts of instances read in bulk',
  severity: 'medium',
  attack: ['T1552.005'],
  why: 'User data holds the scripts instances start with, and with them passwords, tokens and internal addresses. Reading it from many instances is a search for secrets.',
  benign: ['Terraform compares the instances it manages', 'An inventory or a scanner that was never seen before'],
  runbook: [
    'Ask {principal} what read the user data at {time} from {ip}.',
    'List it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=DescribeInstanceAttribute --start-time {time-1h} --end-time {time+1h} (attribute userData; an errorCode means it was refused).',
    'See what one of them gave away: aws ec2 describe-instance-attribute --region {region} --attribute userData --instance-id {resource} --query UserData.Value --output text | base64 -d',
    'If nobody can explain it, stop the credentials ({key}) and rotate every secret found there.',
  ],
  on: { source: 'ec2', names: ['DescribeInstanceAttribute'], outcome: ['success', 'denied'] },
  match: (event) => {
    if (text(ec2Request(event), 'attribute') !== 'userData' || byService(event)) return false;
    const id = instanceOf(event);
    if (id === undefined) return false;
    return {
      resource: id,
      what: `${event.outcome === 'denied' ? 'tried to read' : 'read'} the user data of many instances, at last of ${id}`,
      // Terraform asks each instance it manages; refused it is no refresh.
      ...(saysDeployTool(event) && event.outcome === 'success'
        ? { severity: 'low' as const, reasons: ['the user agent says Terraform or the like'] }
        : {}),
    };
  },
  state: {
    firstSeen: newToCaller('instance', instanceOf, AS_USUAL),
    count: {
      subject: (event) => event.principal.key,
      distinct: instanceOf,
      atLeast: 10,
      withinMinutes: 10,
      noun: 'instances asked for their user data',
    },
  },
  examples: () => ({
    fires: [
      { title: 'ten instances', severity: 'medium', records: [...KNOWN_ACCOUNT, ...reads(10)] },
      { title: 'fifteen, all refused', severity: 'medium', records: reads(15, refused) },
      {
        title: 'refused under Terraform’s name',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, ...reads(15, { ...refused, ...TERRAFORM })],
      },
      { title: 'Terraform refreshes', severity: 'low', records: [...KNOWN_ACCOUNT, ...reads(12, TERRAFORM)] },
      {
        title: 'a scanner that does so every day',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].flatMap((minute) => reads(10, { minute })),
      },
    ],
    quiet: [
      { title: 'nine instances', records: [...KNOWN_ACCOUNT, ...reads(9)] },
      { title: 'another attribute', records: [...KNOWN_ACCOUNT, ...reads(20, {}, 'disableApiTermination')] },
      {
        title: 'a service asks for somebody',
        records: reads(12, { by: { ...iamUser(), invokedBy: 'cloudformation.amazonaws.com' } }),
      },
      {
        title: 'ten, not within ten minutes',
        records: [
          ...KNOWN_ACCOUNT,
          ...Array.from({ length: 10 }, (_, index) =>
            reads(1, { minute: index * 1.18, params: { instanceId: instance(index), attribute: 'userData' } }),
          ).flat(),
        ],
      },
    ],
  }),
});
