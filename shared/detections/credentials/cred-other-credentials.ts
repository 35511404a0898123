import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, ROOT, record } from '../example.ts';
import { isCaller } from '../users/identity.ts';

function by(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('iam', name, { region: 'us-east-1', params, ...difference });
}

/** What was made, in words. */
function credential(event: TrailEvent): string {
  const answer = filled(event.response, 'serviceSpecificCredential', 'serviceName');
  const service = (filled(event.params, 'serviceName') ?? answer)?.replace('.amazonaws.com', '');
  switch (event.name) {
    case 'UploadSSHPublicKey':
      return 'uploaded an SSH key (CodeCommit)';
    case 'UploadSigningCertificate':
      return 'uploaded a signing certificate';
    case 'ResetServiceSpecificCredential':
      return `reset a password${service === undefined ? ' of one service' : ` for ${service}`}`;
    default:
      return `created a long-term ${service === 'bedrock' ? 'API key' : 'password'} for ${service ?? 'one service'}`;
  }
}

export default defineDetection({
  id: 'cred-other-credentials',
  topic: 'C',
  title: 'Long-lived credential other than an access key',
  severity: 'high',
  attack: ['T1098.001'],
  why: 'Service passwords, SSH keys and signing certificates outlive the session that made them, and those who look for access keys do not see them.',
  benign: ['A developer sets up CodeCommit', 'An application gets a Bedrock API key'],
  runbook: [
    'Ask {principal} and the owner of {target} what the credential is for.',
    'See what {target} has: aws iam list-service-specific-credentials --user-name {target}; aws iam list-ssh-public-keys --user-name {target}; aws iam list-signing-certificates --user-name {target}.',
    'If not meant, switch it off: aws iam update-service-specific-credential --user-name {target} --service-specific-credential-id ID --status Inactive (the other two have update-ssh-public-key and update-signing-certificate).',
    'Look at what else {principal} made around {time}: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
  ],
  on: {
    source: 'iam',
    names: [
      'CreateServiceSpecificCredential',
      'ResetServiceSpecificCredential',
      'UploadSSHPublicKey',
      'UploadSigningCertificate',
    ],
  },
  match: (event) => {
    const asked = filled(event.params, 'userName');
    const userName = asked ?? (event.principal.class === 'root' ? 'root' : event.principal.name);
    const own = asked === undefined || isCaller(event, asked);
    // Setting up one's own SSH key is how CodeCommit is meant to be used; nothing asks for a signing certificate any more.
    const usual = own && event.principal.class !== 'root' && event.name === 'UploadSSHPublicKey';
    return {
      resource: `IAM user ${userName}`,
      target: userName,
      what: `${credential(event)} for ${own ? 'its own user' : `IAM user ${userName}`}`,
      severity: usual ? 'medium' : 'high',
      reasons: own ? [] : ['the credential is for another user than the caller'],
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'Bedrock API key',
        severity: 'high',
        records: [
          by('CreateServiceSpecificCredential', { userName: 'svc-chat', serviceName: 'bedrock.amazonaws.com' }),
        ],
      },
      {
        title: 'password reset',
        severity: 'high',
        records: [
          by('ResetServiceSpecificCredential', {
            userName: 'svc-git',
            serviceSpecificCredentialId: 'ACCAEXAMPLEEXAMPLE001',
          }),
        ],
      },
      {
        title: 'signing certificate, by root',
        severity: 'high',
        records: [record('iam', 'UploadSigningCertificate', { by: ROOT })],
      },
      {
        title: 'SSH key, by root',
        severity: 'high',
        records: [record('iam', 'UploadSSHPublicKey', { by: ROOT })],
      },
      {
        title: 'SSH key for another user',
        severity: 'high',
        records: [by('UploadSSHPublicKey', { userName: 'svc-git' })],
      },
      {
        title: 'SSH key of one’s own',
        severity: 'medium',
        records: [by('UploadSSHPublicKey', { userName: 'legacy-ci' }, { by: iamUser('legacy-ci') })],
      },
    ],
    quiet: [
      {
        title: 'refused',
        records: [by('UploadSSHPublicKey', { userName: 'svc-git' }, { error: { code: 'AccessDenied' } })],
      },
      { title: 'SSH key deleted', records: [by('DeleteSSHPublicKey', { userName: 'svc-git' })] },
      {
        title: 'a server certificate',
        records: [by('UploadServerCertificate', { serverCertificateName: 'www.example.com' })],
      },
    ],
  }),
});
