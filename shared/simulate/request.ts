import type { Json } from '../sample/json.ts';
import type { Account } from './account.ts';
import type { Chance } from './chance.ts';
import { iso } from './clock.ts';
import type { Operation } from './operations.ts';
import type { Call, Fields } from './record.ts';

/** What a call is about: whose account, where, when. */
export interface Scene {
  readonly chance: Chance;
  readonly account: Account;
  readonly region: string;
  readonly time: number;
  /** ARN of the caller. */
  readonly caller: string;
}

const NOUN = /^(?:Describe|List|Get|Create|Update|Put|Start|Stop|Modify|Delete|Search|BatchGet)(.+?)s?$/;
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The call of an operation with the parameters it must have: names that the account's things really have. */
export function ordinary(operation: Operation, scene: Scene): Call {
  const { service, name, members, write, version } = operation;
  const request = requestOf(operation, scene);
  const call = { service, name, request };
  if (version !== undefined) return version === 'v2' ? { ...call, noHost: true } : call;
  if (write) return { ...call, response: answer(operation, scene) };
  if (service === 's3' && members.includes('bucket')) return { ...call, resources: bucket(scene, request) };
  return call;
}

function requestOf({ service, name, members, version }: Operation, scene: Scene): Fields | null {
  if (service === 'ec2') return ec2(name, members, scene);
  if (service === 's3') return s3(name, members, scene);
  const fields: Record<string, Json> = {};
  for (const member of members) put(fields, member, service, scene);
  if (version === 'v1') fields['template'] = false;
  if (members.length > 0 || version === 'v1') return fields;
  if (name.startsWith('List') && scene.chance.is(0.5)) return { maxResults: 100 };
  return null;
}

/** `name` a text, `name=A` its first choice, `name#` a number, `name?` yes or no, `name[]` texts, `name@` a time, `name*` hidden. */
function put(fields: Record<string, Json>, member: string, service: string, scene: Scene): void {
  const [, name = '', kind = '', choice = ''] = /^([\w-]+)(=|#|\?|\[\]|\[=|\[\{\}|\{\}|@|\*)?(.*)$/.exec(member) ?? [];
  if (kind === '=') fields[name] = choice;
  else if (kind === '[=') fields[name] = [choice];
  else if (kind === '#') fields[name] = scene.chance.int(1, 10);
  else if (kind === '?') fields[name] = false;
  else if (kind === '@') fields[name] = iso(scene.time);
  else if (kind === '*') fields[name] = 'HIDDEN_DUE_TO_SECURITY_REASONS';
  else if (kind === '[]') fields[name] = [text(name.replace(/s$/, ''), service, scene)];
  else if (kind === '[{}')
    fields[name] = /^tag/i.test(name) ? [{ key: 'team', value: scene.chance.pick(scene.account.teams) }] : [];
  else if (kind === '{}') fields[name] = /^tags/i.test(name) ? { team: scene.chance.pick(scene.account.teams) } : {};
  else fields[name] = text(name, service, scene);
}

/** A value for a member by what its name says it is. */
function text(name: string, service: string, { chance, account, region }: Scene): string {
  const { id, names } = account;
  if (name === 'restApiId') return chance.pick(account.restApis).restApiId;
  if (name === 'apiId') return chance.pick(account.httpApis).apiId;
  // A service is handed the role that was made for it, not any.
  if (/roleArn$/i.test(name) || (name === 'role' && service !== 'iam'))
    return `arn:aws:iam::${id}:role/service-role/${service}-default`;
  if (/^roleName$|^role$/.test(name)) return chance.pick(account.roleNames);
  if (/^functionName$/.test(name)) return chance.pick(account.functions);
  if (/^tableName$/.test(name)) return chance.pick(account.tables);
  if (/^userName$/.test(name)) return chance.pick(account.userNames);
  if (/^queueUrl$/.test(name)) return `https://sqs.${region}.amazonaws.com/${id}/${chance.pick(names)}`;
  if (/^secretId$/i.test(name)) return chance.pick(account.secrets);
  if (/^keyId$/.test(name)) return chance.pick(account.keys);
  if (/logGroup/.test(name)) return `/aws/lambda/${chance.pick(account.functions)}`;
  if (/accountId|^owner/i.test(name)) return id;
  if (/policyArn/i.test(name)) return `arn:aws:iam::${id}:policy/${chance.pick(names)}`;
  if (/^arn$|Ar[nN]$|ARN$|^resource(Id)?$|^principal/.test(name)) {
    const kind = name.replace(/(Ar[nN]|ARN|Id)$/, '').toLowerCase();
    const where = GLOBAL_SERVICES.test(service) ? '' : region;
    return `arn:aws:${service}:${where}:${id}:${kind === '' || kind === 'arn' ? 'resource' : kind}/${chance.pick(names)}`;
  }
  if (service === 'apigateway' && /(^id|Id)$/.test(name)) return chance.pick(account.shortIds);
  if (/[iI]d$|Identifier$/.test(name) && !/^(dB|cluster|replicationGroup)/.test(name)) return chance.pick(account.ids);
  if (/namespace/i.test(name)) return 'AWS/Lambda';
  if (/^address/.test(name)) return `192.0.2.${chance.int(0, 15) * 16}/28`;
  return chance.pick(names);
}

const GLOBAL_SERVICES = /^(iam|cloudfront|organizations|route53)$/;
const NEWER =
  /Flow|Launch|Gateway|Endpoint|Classic|Credit|Types$|Offerings|Topology|Metadata|Managed|Default|Fast|Local|Public|Carrier/;

/** EC2 names the things asked for in sets, its newer operations in a request of their own name. */
function ec2(name: string, members: readonly string[], scene: Scene): Fields {
  const { chance, account } = scene;
  const instance = chance.pick(account.instances);
  if (/^(Start|Stop|Reboot|Monitor)Instances$/.test(name))
    return { instancesSet: { items: [{ instanceId: instance }] } };
  if (/^(Create|Delete)Tags$/.test(name)) {
    const tags = { items: [{ key: 'team', value: chance.pick(account.teams) }] };
    return { resourcesSet: { items: [{ resourceId: instance }] }, tagSet: tags };
  }
  if (name === 'DescribeInstances') return { instancesSet: some(instance, chance), filterSet: {} };
  const noun = NOUN.exec(name)?.[1] ?? name;
  if (name.startsWith('Describe') && members.length === 0 && !NEWER.test(name))
    return { [`${noun.charAt(0).toLowerCase()}${noun.slice(1)}Set`]: {}, filterSet: {} };
  const fields: Record<string, Json> = {};
  for (const member of members) put(fields, member, 'ec2', scene);
  return NEWER.test(name) ? { [`${name}Request`]: fields } : fields;
}

const some = (instanceId: string, chance: Chance): Fields => (chance.is(0.3) ? { items: [{ instanceId }] } : {});

function s3(name: string, members: readonly string[], { chance, account, region }: Scene): Fields {
  const bucketName = chance.pick(account.buckets);
  if (!members.includes('bucket')) return { Host: `s3.${region}.amazonaws.com` };
  const about = name.replace(/^(Get|Put)(Bucket)?/, '').replace(/Configuration$/, '');
  const Host = `${bucketName}.s3.${region}.amazonaws.com`;
  return { bucketName, Host, [about.charAt(0).toLowerCase() + about.slice(1)]: '' };
}

const bucket = ({ account }: Scene, request: Fields | null): readonly Fields[] => [
  { accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${request?.['bucketName']}` },
];

/** What a write answers with, in short: what was made or changed, by its id. */
function answer({ service, name }: Operation, { chance }: Scene): Fields | null {
  if (/^(Tag|Add|Set|Put|Register|Enable|Modify)/.test(name)) return null;
  if (service === 'ec2') return { requestId: chance.uuid(), _return: true };
  const noun = NOUN.exec(name)?.[1]?.replace(/20.*$/, '') ?? 'request';
  return { [`${noun.charAt(0).toLowerCase()}${noun.slice(1)}Id`]: chance.letters(LOWER, 12) };
}

/** A call that is refused: the message names the action as IAM knows it. */
export function refused(call: Call, scene: Scene): Call {
  const action = `${IAM_PREFIX.get(call.service) ?? call.service}:${call.name.replace(/20\d\d_?\d\d_?\d\d(v\d)?$/, '')}`;
  return {
    ...call,
    denied: { action: call.service === 'apigateway' ? 'apigateway:GET' : action, resource: '*' },
    response: null,
    region: call.region ?? scene.region,
  };
}

const IAM_PREFIX: ReadonlyMap<string, string> = new Map([
  ['monitoring', 'cloudwatch'],
  ['tagging', 'tag'],
]);
