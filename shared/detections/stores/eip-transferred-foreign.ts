import { filled } from '../../cloudtrail/field.ts';
import { ec2Request } from '../compute/ec2-request.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';

function call(transferAccountId: string, difference = {}) {
  return record('ec2', 'EnableAddressTransfer', {
    params: { allocationId: 'eipalloc-0123456789abcdef0', transferAccountId },
    ...difference,
  });
}

export default defineDetection({
  id: 'eip-transferred-foreign',
  topic: 'X',
  title: 'Public address offered to a foreign account',
  severity: 'high',
  attack: ['T1584.001'],
  why: 'Whoever takes the address over answers for every name that points at it, and passes every firewall that trusts it.',
  benign: ['A workload moves to an account that is not on the trust list'],
  runbook: [
    'Ask {principal} whose account that is.',
    'The offer stands for seven hours; take it back: aws ec2 disable-address-transfer --allocation-id {target} --region {region}.',
    'See whether it was accepted: aws ec2 describe-address-transfers --allocation-ids {target} --region {region}.',
    'If it is gone: change DNS records that point at the address, and tell partners who allow it.',
  ],
  on: { source: 'ec2', names: ['EnableAddressTransfer'] },
  match: (event) => {
    const request = ec2Request(event);
    const account = filled(request, 'transferAccountId');
    const address = filled(request, 'allocationId') ?? '(unknown)';
    if (account === undefined) return false;
    return {
      what: `offered public address ${address} to account ${account}`,
      resource: `address ${address}`,
      target: address,
      foreign: { accounts: [account], severity: 'high', required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'to a stranger', severity: 'high', records: [call(FOREIGN)] },
      {
        title: "in EC2's newer form",
        severity: 'high',
        records: [
          record('ec2', 'EnableAddressTransfer', {
            params: {
              EnableAddressTransferRequest: { AllocationId: 'eipalloc-0123456789abcdef0', TransferAccountId: FOREIGN },
            },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'to a trusted account', trusted: [FOREIGN], records: [call(FOREIGN)] },
      { title: 'refused', records: [call(FOREIGN, { error: { code: 'Client.UnauthorizedOperation' } })] },
    ],
  }),
});
