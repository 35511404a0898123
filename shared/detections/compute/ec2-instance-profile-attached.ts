import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record, role } from '../example.ts';
import { ec2Request, ec2Response, instancesIn } from './ec2-request.ts';
import { instance, pipeline } from './example-instances.ts';
import { byServiceAlone } from './service-alone.ts';

const MIGHTY = /admin|root|full.?access|power.?user|owner/i;

function profileOf(event: TrailEvent): string | undefined {
  const request = ec2Request(event);
  const arn = filled(request, 'iamInstanceProfile', 'arn');
  return filled(request, 'iamInstanceProfile', 'name') ?? (arn === undefined ? undefined : nameOf(arn));
}

function instanceOf(event: TrailEvent): string | undefined {
  const told = filled(ec2Response(event), 'iamInstanceProfileAssociation', 'instanceId');
  return instancesIn(ec2Request(event))[0] ?? told;
}

function attach(name: string, difference: Difference = {}) {
  const body = { InstanceId: instance(1), IamInstanceProfile: { Name: name } };
  const params = { AssociateIamInstanceProfileRequest: body };
  return record('ec2', 'AssociateIamInstanceProfile', { by: iamUser(), params, ...difference });
}
const replaced = record('ec2', 'ReplaceIamInstanceProfileAssociation', {
  params: {
    ReplaceIamInstanceProfileAssociationRequest: {
      AssociationId: 'iip-assoc-0123456789abcdef0',
      IamInstanceProfile: { Arn: 'arn:aws:iam::111111111111:instance-profile/ops/web' },
    },
  },
  response: {
    ReplaceIamInstanceProfileAssociationResponse: { iamInstanceProfileAssociation: { instanceId: instance(2) } },
  },
});

export default defineDetection({
  id: 'ec2-instance-profile-attached',
  topic: 'X',
  title: 'Role handed to a running instance',
  severity: 'medium',
  attack: ['T1098.003'],
  why: 'Whoever controls the instance now has the role as well. Putting a stronger role onto a machine one already controls is a way up that touches no IAM policy.',
  benign: ['An instance launched by hand gets its role later', 'Systems Manager is set up on old instances'],
  runbook: [
    'Ask {principal} why {resource} needs instance profile {target}.',
    'See which role it is and what it may do: aws iam get-instance-profile --instance-profile-name {target}; aws iam list-attached-role-policies --role-name ROLE; aws iam list-role-policies --role-name ROLE.',
    'See what the role did on the instance: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={resource} --start-time {time} --end-time {time+6h}.',
    'If it was not meant: aws ec2 describe-iam-instance-profile-associations --region {region} --filters Name=instance-id,Values={resource}, then aws ec2 disassociate-iam-instance-profile --region {region} --association-id ID; sessions taken meanwhile live on until the role’s sessions are revoked.',
  ],
  on: { source: 'ec2', names: ['AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation'] },
  match: (event) => {
    const profile = profileOf(event);
    if (profile === undefined || byServiceAlone(event)) return false;
    const id = instanceOf(event) ?? 'an instance';
    const mighty = MIGHTY.test(profile);
    return {
      resource: id,
      target: profile,
      what: `gave instance ${id} the instance profile ${profile}`,
      ...(mighty ? { severity: 'high' as const, reasons: ['by its name it may do much'] } : {}),
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'attached', severity: 'medium', records: [attach('web')] },
      { title: 'one that may do much', severity: 'high', records: [attach('jenkins-admin')] },
      { title: 'replaced', severity: 'medium', records: [replaced] },
      { title: 'by a pipeline', severity: 'low', records: [attach('jenkins-admin', { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['*:role/infra-*'] },
        records: [attach('web', { by: role('infra-live') })],
      },
    ],
    quiet: [
      { title: 'refused', records: [attach('jenkins-admin', { error: { code: 'Client.UnauthorizedOperation' } })] },
      {
        title: 'Systems Manager sets itself up',
        records: [attach('AmazonSSMRoleForInstances', { by: { ...iamUser(), invokedBy: 'ssm.amazonaws.com' } })],
      },
      {
        title: 'taken away',
        records: [
          record('ec2', 'DisassociateIamInstanceProfile', {
            params: { DisassociateIamInstanceProfileRequest: { AssociationId: 'iip-assoc-0123456789abcdef0' } },
          }),
        ],
      },
    ],
  }),
});
