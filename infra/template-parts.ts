import { SEVERITIES, type Severity } from '../shared/detections/severity.ts';

/** A value of a CloudFormation template. */
export type Value = string | number | boolean | { readonly [key: string]: Value } | readonly Value[];

/** CloudFormation leaves out what has this value. */
export const NONE: Value = { Ref: 'AWS::NoValue' };

/** Of a bucket by its name. */
export function bucketArn(name: string): Value {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${name}` };
}

/** A statement of a role's policy. */
export function allow(action: string, resource: Value): Value {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

/** The key is asked by S3 only: whoever holds this role can't use it for anything else. */
export function decrypts(key: string): Value {
  return {
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: key,
    Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
  };
}

/** Reading one secret. A SecureString may be under a key of the account's own: then only for this parameter, and only by SSM. */
export function slackStatements(name: string): Value {
  if (name.startsWith('arn:')) return [allow('secretsmanager:GetSecretValue', name)];
  const parameter: Value = {
    'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${name}`,
  };
  const condition: Value = {
    StringEquals: {
      'kms:ViaService': { 'Fn::Sub': `ssm.\${AWS::Region}.amazonaws.com` },
      'kms:EncryptionContext:PARAMETER_ARN': parameter,
    },
  };
  const keys: Value = { 'Fn::Sub': `arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/*` };
  return [
    allow('ssm:GetParameter', parameter),
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keys, Condition: condition },
  ];
}

export function subscription(topic: string, address: string, more: Record<string, Value>): Value {
  return {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: topic }, Protocol: 'email', Endpoint: address, ...more },
  };
}

/** By the message attributes. The digest comes to everyone: it is for nobody's sleep. */
export function atLeast(severity: Severity): Value {
  const order = SEVERITIES.indexOf(severity);
  return { $or: [{ severity: SEVERITIES.filter((_, nth) => nth >= order) }, { kind: ['digest'] }] };
}
