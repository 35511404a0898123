import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, record, role } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';
import { documentOf, hostsInWords, hostsOf, runsCommands } from './systems-manager.ts';

const send = (difference: Difference = {}, documentName = 'AWS-RunShellScript') =>
  record('ssm', 'SendCommand', { by: iamUser(), params: { documentName, instanceIds: [instance(1)] }, ...difference });

export default defineDetection({
  id: 'ssm-command-new-operator',
  topic: 'X',
  title: 'A newcomer ran commands on a machine',
  severity: 'medium',
  attack: ['T1651'],
  why: 'Whoever may send commands is root on the machine, and can take its role’s credentials from there. These credentials never did so before.',
  benign: ['A new operator or a new automation'],
  runbook: [
    'Ask {principal} what was run on {resource} at {time} from {ip}.',
    'The log hides the commands; Systems Manager keeps them for 30 days: aws ssm list-commands --region {region} --filters key=InvokedAfter,value={time-1h} --query "Commands[].[CommandId,DocumentName,Parameters,InstanceIds]".',
    'If nobody can explain it, stop the credentials ({key}), and see what the machine’s role did since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time} --end-time {time+6h}.',
  ],
  on: { source: 'ssm', names: ['SendCommand'] },
  match: (event) => {
    const document = documentOf(event);
    const hosts = hostsOf(event);
    if (document === undefined || hosts.length === 0 || !runsCommands(document) || byService(event)) return false;
    const resource = hostsInWords(hosts);
    return {
      resource,
      target: hosts[0] ?? resource,
      what: `ran commands (${document}) on ${resource} for the first time`,
    };
  },
  state: {
    firstSeen: newToAccount('sender of commands', (event) => event.principal.key, { learning: 'low' }),
    count: {
      subject: (event) => event.principal.key,
      atLeast: 1,
      withinMinutes: 1440,
      noun: 'commands',
    },
  },
  examples: () => ({
    fires: [
      { title: 'the first', severity: 'medium', records: [...KNOWN_ACCOUNT, send()] },
      {
        title: 'a document of one’s own',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, send({}, 'arn:aws:ssm:eu-central-1:111111111111:document/fix-disk')],
      },
      { title: 'in an account just met', severity: 'low', records: [send()] },
      {
        title: 'somebody else does so every day',
        severity: 'medium',
        records: [...daily(7, (minute) => send({ minute, by: role('fleet') })), send()],
      },
    ],
    quiet: [
      { title: 'patches', records: [...KNOWN_ACCOUNT, send({}, 'AWS-RunPatchBaseline')] },
      { title: 'AWS’s own agents', records: [...KNOWN_ACCOUNT, send({}, 'AWSEC2-CreateVssSnapshot')] },
      { title: 'refused', records: [...KNOWN_ACCOUNT, send({ error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
