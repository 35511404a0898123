/** A finding that ordinary work may make: `detection severity`, how often, and why it deserves a look all the same. */
export interface Loud {
  readonly finding: string;
  readonly times: number;
  readonly why: string;
}

const NEW_NETWORK = 'without a file of places a new block of addresses may be anybody’s; with one, it is told apart';
const FIRST_DAY = 'on the first day of logs nobody is known yet; from the second it is low';
const LOST = 'what is deleted without a copy does not come back, whoever does it';

/** By kind of work; what is not here is quiet, low or info. None is critical. */
export const LOUD: Readonly<Record<string, readonly Loud[]>> = {
  'ordinary days': [
    { finding: 'cred-ec2-role-outside medium', times: 1, why: NEW_NETWORK },
    { finding: 'cred-key-new-network medium', times: 1, why: NEW_NETWORK },
    { finding: 'cred-recon-burst medium', times: 1, why: FIRST_DAY },
    { finding: 'rds-destroyed medium', times: 3, why: `${LOST}; a job that does it weekly is to be suppressed` },
    { finding: 'secret-read-burst medium', times: 2, why: FIRST_DAY },
    { finding: 'ses-recon medium', times: 1, why: FIRST_DAY },
    { finding: 'sns-sms-recon medium', times: 1, why: FIRST_DAY },
  ],
  'Terraform: a REST API': [
    {
      finding: 'waf-disassociated-apigw medium',
      times: 1,
      why: 'the API is open to the web until the stage is gone; that it will be, nobody can know',
    },
  ],
  'CDK: an HTTP API': [
    { finding: 'fed-webidentity-new-subject medium', times: 1, why: 'a repository that never came in before' },
  ],
  'Serverless Framework: an HTTP API': [
    { finding: 'cfn-template-new-source medium', times: 1, why: 'templates from a bucket that none ever came from' },
  ],
  'Terraform: stores': [{ finding: 'ddb-destroyed medium', times: 1, why: LOST }],
  'Terraform: identities': [{ finding: 'cognito-pool-deleted medium', times: 1, why: `${LOST}: users and passwords` }],
  'console: hot fix of a function': [
    { finding: 'drift-manual-change medium', times: 1, why: 'the next deployment undoes it, unless somebody is told' },
    { finding: 'lambda-code-changed-by-hand medium', times: 1, why: 'code that no pipeline has seen' },
  ],
  'console: a new key for a machine': [
    {
      finding: 'cred-access-key-created high',
      times: 1,
      why: 'a key for another user is how thieves stay; only its maker can say that it was a rotation',
    },
  ],
  'machine: a new key for itself': [
    { finding: 'cred-access-key-created medium', times: 1, why: 'a stolen key makes a second one the same way' },
  ],
  'help desk: a new phone': [
    { finding: 'iam-mfa-removed high', times: 1, why: 'a call to the owner tells a lost phone from a thief' },
    { finding: 'signin-no-mfa medium', times: 1, why: 'for an hour the password alone opens the account' },
  ],
};
