import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { ACCOUNT } from '../../shared/detections/example.ts';
import { asked, work } from './acts.ts';

const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const ACCOUNTS = [
  'kube-system:aws-load-balancer-controller',
  'kube-system:cluster-autoscaler',
  'shop:web',
  'shop:worker',
];

/** Pods of a new cluster come in with the tokens of their service accounts. */
export function pods(minute: number): RawRecord[] {
  return ACCOUNTS.flatMap((name, index) => {
    const userName = `system:serviceaccount:${name}`;
    const roleName = `eks-${name.split(':')[1]}`;
    const by = {
      type: 'WebIdentityUser',
      principalId: `${PROVIDER}:sts.amazonaws.com:${userName}`,
      userName,
      identityProvider: PROVIDER,
    };
    const came = asked(
      'sts:AssumeRoleWithWebIdentity',
      { roleArn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`, roleSessionName: `${roleName}-1` },
      {
        credentials: { accessKeyId: `ASIAPOD${String(index).padStart(13, '0')}` },
        subjectFromWebIdentityToken: userName,
        assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${roleName}/${roleName}-1` },
        provider: PROVIDER,
        audience: 'sts.amazonaws.com',
      },
    );
    return work({ by, ip: '192.0.2.20', agent: 'aws-sdk-go-v2/1.38.3' }, minute + index, [came]);
  });
}
