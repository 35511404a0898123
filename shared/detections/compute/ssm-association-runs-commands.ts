import { at, filled, list } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { instance, pipeline } from './example-instances.ts';
import { byServiceAlone } from './service-alone.ts';
import { hostsInWords, hostsOf, runsCommands } from './systems-manager.ts';

const associate = (name: string, difference: Difference = {}, more: Record<string, unknown> = {}) =>
  record('ssm', 'CreateAssociation', {
    params: {
      name,
      targets: [{ key: 'InstanceIds', values: ['*'] }],
      scheduleExpression: 'rate(30 minutes)',
      parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      ...more,
    },
    ...difference,
  });

export default defineDetection({
  id: 'ssm-association-runs-commands',
  topic: 'X',
  title: 'Commands scheduled on machines',
  severity: 'medium',
  attack: ['T1053', 'T1651'],
  why: 'State Manager runs the document again and again, on new machines too. It outlives the credentials that set it up, and few people look there.',
  benign: ['Configuration management by State Manager', 'An agent is rolled out'],
  runbook: [
    'Ask {principal} what {target} does on {resource}.',
    'See it: aws ssm list-associations --region {region} --association-filter-list key=Name,value={target}; then aws ssm describe-association --region {region} --association-id ID (Parameters holds the commands).',
    'If it was not meant: aws ssm delete-association --region {region} --association-id ID, and look at the machines for what it left behind.',
    'See where else it ran: aws ssm describe-association-executions --region {region} --association-id ID.',
  ],
  on: { source: 'ssm', names: ['CreateAssociation', 'CreateAssociationBatch', 'UpdateAssociation'] },
  match: (event) => {
    if (byServiceAlone(event)) return false;
    // A change need not name the document: the answer does.
    const told = at(event.response, 'associationDescription');
    const names = [event.params, ...list(event.params, 'entries'), told].map((each) => filled(each, 'name'));
    const document = names.find((name) => name !== undefined && runsCommands(name.slice(name.lastIndexOf('/') + 1)));
    if (document === undefined) return false;
    const hosts = hostsInWords(hostsOf(event)) || 'machines';
    return {
      resource: hosts,
      target: document,
      what: `had ${document} run on ${hosts} ${filled(event.params, 'scheduleExpression') ?? 'whenever they come up'}`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'a shell script on all machines', severity: 'medium', records: [associate('AWS-RunShellScript')] },
      { title: 'a document of one’s own', severity: 'medium', records: [associate('collect-logs')] },
      {
        title: 'in a batch',
        severity: 'medium',
        records: [
          record('ssm', 'CreateAssociationBatch', {
            params: { entries: [{ name: 'AWS-RunPowerShellScript', instanceId: instance(1) }] },
          }),
        ],
      },
      { title: 'by a pipeline', severity: 'low', records: [associate('collect-logs', { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [associate('collect-logs', { by: role('deploy') })],
      },
      {
        title: 'one in place is changed',
        severity: 'medium',
        records: [
          record('ssm', 'UpdateAssociation', {
            params: { associationId: '01234567-0123-0123-0123-012345678901', scheduleExpression: 'rate(5 minutes)' },
            response: { associationDescription: { name: 'AWS-RunShellScript' } },
          }),
        ],
      },
      {
        title: 'by a template',
        severity: 'low',
        records: [associate('collect-logs', { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      { title: 'an inventory', records: [associate('AWS-GatherSoftwareInventory')] },
      { title: 'patches', records: [associate('AWS-RunPatchBaseline')] },
      {
        title: 'Quick Setup for somebody',
        records: [associate('AWS-RunShellScript', { by: { ...role(), invokedBy: 'ssm-quicksetup.amazonaws.com' } })],
      },
      { title: 'refused', records: [associate('AWS-RunShellScript', { error: { code: 'AccessDeniedException' } })] },
      {
        title: 'an inventory, by its ARN',
        records: [associate('arn:aws:ssm:eu-central-1::document/AWS-GatherSoftwareInventory')],
      },
    ],
  }),
});
