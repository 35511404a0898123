import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';

const put = (name: string, difference: Difference = {}) =>
  record('codebuild', name, {
    params: { serverType: 'GITHUB', authType: 'PERSONAL_ACCESS_TOKEN', token: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    ...difference,
  });

export default defineDetection({
  id: 'codebuild-source-credentials',
  topic: 'X',
  title: 'Credentials for source code replaced',
  severity: 'medium',
  attack: ['T1195.002', 'T1098.001'],
  why: 'All projects of the account and region fetch their code with these credentials. Whoever owns them sees what is fetched, and can set webhooks and statuses in their name.',
  benign: ['A token is renewed', 'The first connection to GitHub or Bitbucket'],
  runbook: [
    'Ask {principal} whose token this is.',
    'See what is there: aws codebuild list-source-credentials --region {region}.',
    'If it was not meant: aws codebuild delete-source-credentials --region {region} --arn ARN, and import the right ones again.',
    'See which projects changed since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventSource,AttributeValue=codebuild.amazonaws.com --start-time {time-1h} --end-time {time+6h} (UpdateProject, CreateWebhook).',
  ],
  on: { source: 'codebuild', names: ['ImportSourceCredentials'] },
  match: (event) => {
    const server = filled(event.params, 'serverType') ?? 'a source host';
    return {
      resource: `CodeBuild’s credentials for ${server} in ${event.region}`,
      target: server,
      what: `replaced the credentials with which CodeBuild fetches code from ${server}`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'a token', severity: 'medium', records: [put('ImportSourceCredentials')] },
      { title: 'by a pipeline', severity: 'low', records: [put('ImportSourceCredentials', { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [put('ImportSourceCredentials', { by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'taken away', records: [put('DeleteSourceCredentials')] },
      { title: 'listed', records: [put('ListSourceCredentials')] },
      { title: 'refused', records: [put('ImportSourceCredentials', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
