import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record, role } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';
import { documentOf, hostsInWords, hostsOf, runsCommands } from './systems-manager.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const send = (instanceIds: readonly string[], difference: Difference = {}, more: Record<string, unknown> = {}) =>
  record('ssm', 'SendCommand', {
    by: iamUser(),
    params: { documentName: 'AWS-RunShellScript', instanceIds, interactive: false, parameters: HIDDEN, ...more },
    ...difference,
  });
const three = [instance(1), instance(2), instance(3)];

export default defineDetection({
  id: 'ssm-command-many-hosts',
  topic: 'X',
  title: 'Commands run on several machines',
  severity: 'high',
  attack: ['T1651', 'T1059.009'],
  why: 'Systems Manager runs any command as root on every machine its caller may reach. One stolen key is then code on the whole fleet: miners, ransomware, theft of the machines’ own credentials.',
  benign: ['An operator fixes many machines at once', 'A new automation'],
  runbook: [
    'Ask {principal} what was run at {time} from {ip}. The log hides the commands; Systems Manager keeps them for 30 days: aws ssm list-commands --region {region} --filters key=InvokedAfter,value={time-1h} --query "Commands[].[CommandId,DocumentName,Parameters,Targets,InstanceIds]".',
    'See what came out: aws ssm list-command-invocations --region {region} --command-id ID --details.',
    'If it was not meant: aws ssm cancel-command --region {region} --command-id ID, stop the credentials ({key}), and isolate the machines.',
    'See what the machines’ roles did since {time}; credentials read on a machine are valid for hours.',
  ],
  on: { source: 'ssm', names: ['SendCommand'] },
  match: (event) => {
    const document = documentOf(event);
    const hosts = hostsOf(event);
    if (document === undefined || hosts.length === 0 || !runsCommands(document) || byService(event)) return false;
    return {
      resource: hostsInWords(hosts),
      what: `ran commands on several machines (${document}), at last on ${hostsInWords(hosts)}`,
    };
  },
  state: {
    firstSeen: newToCaller('document', documentOf, AS_USUAL),
    count: {
      subject: (event) => event.principal.key,
      distinct: hostsOf,
      atLeast: 3,
      withinMinutes: 15,
      noun: 'machines (a target by tag counts as three)',
    },
  },
  examples: () => ({
    fires: [
      { title: 'three machines in one call', severity: 'high', records: [...KNOWN_ACCOUNT, send(three)] },
      {
        title: 'one after the other',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, ...burst(3, (index, minute) => send([instance(index)], { minute }), 2)],
      },
      {
        title: 'all machines with a tag',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, send([], {}, { targets: [{ key: 'tag:Environment', values: ['prod'] }] })],
      },
      {
        title: 'all machines',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, send([], {}, { targets: [{ key: 'InstanceIds', values: ['*'] }] })],
      },
      { title: 'in an account just met', severity: 'medium', records: [send(three)] },
      {
        title: 'an automation that does so every day',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].map((minute) => send(three, { minute, by: role('fleet') })),
      },
    ],
    quiet: [
      { title: 'two machines', records: [...KNOWN_ACCOUNT, send(three.slice(0, 2))] },
      {
        title: 'two machines as targets',
        records: [...KNOWN_ACCOUNT, send([], {}, { targets: [{ key: 'InstanceIds', values: three.slice(0, 2) }] })],
      },
      {
        title: 'patches',
        records: [...KNOWN_ACCOUNT, send(three, {}, { documentName: 'AWS-RunPatchBaseline' })],
      },
      {
        title: 'Backup makes a consistent copy',
        records: [send(three, { by: { ...role(), invokedBy: 'backup.amazonaws.com' } })],
      },
      { title: 'machines that are not there', records: [send(three, { error: { code: 'InvalidInstanceId' } })] },
      {
        title: 'three over an hour',
        records: [...KNOWN_ACCOUNT, ...burst(3, (index, minute) => send([instance(index)], { minute }), 7.75)],
      },
    ],
  }),
});
