import { list, texts } from '../../cloudtrail/field.ts';
import { ec2Request, ec2Response } from '../compute/ec2-request.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { eased } from './deploys.ts';

function call(ids: readonly string[], difference = {}, unsuccessful: unknown = '') {
  const FlowLogId = ids.map((content, index) => ({ tag: index + 1, content }));
  return record('ec2', 'DeleteFlowLogs', {
    params: { DeleteFlowLogsRequest: { FlowLogId: FlowLogId.length === 1 ? FlowLogId[0] : FlowLogId } },
    response: { DeleteFlowLogsResponse: { unsuccessful } },
    ...difference,
  });
}

export default defineDetection({
  id: 'vpc-flow-logs-removed',
  topic: 'X',
  title: 'Flow logs of a network removed',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'Who connected to what, and how much left, is not written down any more.',
  benign: ['A network is taken down', 'Logs move to another destination'],
  runbook: [
    'Ask {principal} why, and what logs instead.',
    'See what is left: aws ec2 describe-flow-logs --region {region}; which networks have none: aws ec2 describe-vpcs --region {region}.',
    'Put it back: aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL --log-destination-type cloud-watch-logs --log-group-name GROUP --deliver-logs-permission-arn ARN --region {region}.',
    'See what {principal} did since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: { source: 'ec2', names: ['DeleteFlowLogs'] },
  match: (event) => {
    const request = ec2Request(event);
    const ids = texts(request, 'flowLogId');
    // The call succeeds as a whole even when it deletes nothing; what it couldn't delete it lists.
    const failed = list(ec2Response(event), 'unsuccessful').filter((one) => one !== '').length;
    if (ids.length > 0 && failed >= ids.length) return false;
    const named =
      ids.length === 0 ? 'flow logs' : `flow log ${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ' …' : ''}`;
    const match = {
      what: `deleted ${named}`,
      resource: `flow logs in ${event.region}`,
      target: ids[0] ?? event.region,
    };
    return eased(event, match, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'one', severity: 'high', records: [call(['fl-0e17aa62a21d4bbfe'])] },
      { title: 'several', severity: 'high', records: [call(['fl-1', 'fl-2'])] },
      {
        title: 'a stack taken down',
        severity: 'low',
        records: [call(['fl-1'], { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      {
        title: 'it was not there',
        records: [call(['fl-1'], {}, { item: { resourceId: 'fl-1', error: { code: 'InvalidFlowLogId.NotFound' } } })],
      },
      { title: 'refused', records: [call(['fl-1'], { error: { code: 'Client.UnauthorizedOperation' } })] },
      { title: 'only looked at', records: [record('ec2', 'DescribeFlowLogs', { params: {} })] },
    ],
  }),
});
