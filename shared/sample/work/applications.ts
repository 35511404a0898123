import { at, isWorkday, SECOND } from '../calendar.ts';
import { type Actor, assumedRole, awsService, through } from '../identity.ts';
import { KMS_KEY, LOG_BUCKET, ORGANISATION, PROD, SECRETS, SECURITY, STAGING } from '../organisation.ts';
import { type Call, type Fields, inOrder, type Logged, logged } from '../record.ts';
import type { Chance } from '../seed.ts';
import { runAs } from '../session.ts';

const key: readonly Fields[] = [{ accountId: PROD, type: 'AWS::KMS::Key', ARN: KMS_KEY }];
const LAMBDA_AGENT =
  'aws-sdk-js/3.879.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#22.19.0 exec-env/AWS_Lambda_nodejs22.x api/secrets-manager#3.879.0';
const ECS_AGENT =
  'aws-sdk-java/2.32.30 ua/2.1 os/Linux#5.10 lang/java#21.0.8 md/OpenJDK_64-Bit_Server_VM#21.0.8 exec-env/AWS_ECS_FARGATE';

/** Reading a secret takes two records: the read, and Secrets Manager decrypting it for the reader. */
export function readSecret(chance: Chance, reader: Actor, time: number, secretId: string): readonly Logged[] {
  const encryptionContext = { SecretARN: secretId, SecretVersionId: 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE' };
  const request = { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', encryptionContext };
  return [
    logged(chance, reader, time, { service: 'secretsmanager', name: 'GetSecretValue', request: { secretId } }),
    logged(chance, through(reader, 'secretsmanager.amazonaws.com'), time, {
      service: 'kms',
      name: 'Decrypt',
      request,
      resources: key,
    }),
  ];
}

interface Application {
  readonly account: string;
  readonly role: string;
  readonly service: string;
  readonly agent: string;
  readonly secret: number;
  readonly calls: readonly Call[];
}

const parameter = (name: string): Call => ({
  service: 'ssm',
  name: 'GetParameter',
  request: { name, withDecryption: false },
});
const table = (tableName: string): Call => ({ service: 'dynamodb', name: 'DescribeTable', request: { tableName } });
const image: readonly Call[] = [
  { service: 'ecr', name: 'GetAuthorizationToken' },
  {
    service: 'ecr',
    name: 'BatchGetImage',
    request: { repositoryName: 'checkout', imageIds: [{ imageTag: 'stable' }] },
  },
];
const LAMBDA = { service: 'lambda.amazonaws.com', agent: LAMBDA_AGENT };

const APPLICATIONS: readonly Application[] = [
  { ...LAMBDA, account: PROD, role: 'orders-api', secret: 0, calls: [parameter('/orders/limits'), table('orders')] },
  { ...LAMBDA, account: PROD, role: 'mobile-bff', secret: 3, calls: [parameter('/mobile/flags')] },
  {
    account: PROD,
    role: 'checkout-task',
    service: 'ecs-tasks.amazonaws.com',
    agent: ECS_AGENT,
    secret: 1,
    calls: [...image, table('carts')],
  },
  {
    ...LAMBDA,
    account: STAGING,
    role: 'orders-api',
    secret: -1,
    calls: [parameter('/orders/limits'), table('orders')],
  },
];

/** A fresh instance of an application fetches what it needs to run. */
function start(chance: Chance, application: Application, time: number): readonly Logged[] {
  const { account, role, service, agent, secret, calls } = application;
  const place = {
    ip: `10.20.${chance.int(1, 3)}.${chance.int(10, 250)}`,
    agent,
    vpcEndpoint: 'vpce-0a1b2c3d4e5f60718',
  };
  const wanted = { account, role, sessionName: role, lasts: 21_600 };
  const { actor, log } = runAs(chance, service, time, wanted, place);
  const wantedSecret = SECRETS[secret];
  const secrets = wantedSecret ? readSecret(chance, actor, time + 2 * SECOND, wantedSecret) : [];
  return [...log, ...secrets, ...inOrder(chance, actor, time + 3 * SECOND, calls, 6)];
}

/** What AWS does by itself: API Gateway takes its integration role, a load balancer looks after its interfaces. */
function services(chance: Chance, time: number): readonly Logged[] {
  const gateway = { account: PROD, role: 'apigw-orders-queue', sessionName: String(time * 1_000_000), lasts: 900 };
  const name = 'AWSServiceRoleForElasticLoadBalancing';
  const balancer = { account: PROD, role: name, path: '/aws-service-role/elasticloadbalancing.amazonaws.com/' };
  const invokedBy = 'elasticloadbalancing.amazonaws.com';
  const session = { ...balancer, sessionName: 'ElasticLoadBalancing', since: time, invokedBy };
  const role = assumedRole(session, { ip: invokedBy, agent: invokedBy });
  return [
    ...runAs(chance, 'apigateway.amazonaws.com', time, gateway, { ip: '', agent: '' }).log,
    ...runAs(chance, invokedBy, time + SECOND, session, { ip: '', agent: '' }).log,
    logged(chance, role, time + 2 * SECOND, {
      service: 'ec2',
      name: 'DescribeNetworkInterfaces',
      request: { networkInterfaceIdSet: {}, filterSet: {} },
    }),
  ];
}

/** CloudTrail makes sure that it may write to the log bucket. */
function delivery(chance: Chance, time: number): Logged {
  const bucketName = LOG_BUCKET;
  const request = { bucketName, Host: `${bucketName}.s3.eu-central-1.amazonaws.com`, acl: '' };
  const resources = [{ accountId: SECURITY, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` }];
  const sharedEventId = chance.uuid();
  const extra = { SignatureVersion: 'SigV4', AuthenticationMethod: 'AuthHeader', OrganizationId: ORGANISATION };
  const service = awsService(SECURITY, 'cloudtrail.amazonaws.com');
  return logged(chance, service, time, {
    service: 's3',
    name: 'GetBucketAcl',
    request,
    resources,
    sharedEventId,
    extra,
  });
}

/** Round the clock, with a little more by day; just before and after midnight too. */
export function applications(chance: Chance, day: number): readonly Logged[] {
  const hours = ['00:01', '05:31', '08:31', '10:26', '12:01', '14:56', '16:36', '19:16', '21:46', '23:57'];
  return hours.flatMap((clock, i) => {
    const time = at(day, clock) + chance.int(0, 50) * SECOND;
    const running = APPLICATIONS.filter(({ account }) => account === PROD || (isWorkday(day) && i % 3 === 2));
    const starts = running.flatMap((one, n) => start(chance, one, time + n * 9 * SECOND));
    return [...starts, ...services(chance, time), ...(i % 3 === 1 ? [delivery(chance, time)] : [])];
  });
}
